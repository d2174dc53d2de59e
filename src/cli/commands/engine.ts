import {
  dockerRepository,
  fetchNames,
  listCachedEngines,
  listDebianEngines,
  listDockerEngines,
  parseEngineName,
  removeCachedEngine,
  type AvailableEngine,
  type CachedEngine,
} from '../../engine/index.js';
import { suggestName, UsageError } from '../errors.js';
import { handleInterruption } from '../interruption.js';
import { requireRoot } from '../permission.js';
import { cacheOf, fetchIntoCache, sourceOf, type FetchOptions, type RepositoryOptions } from '../run/fetch-engine.js';
import { colorsFor, escapeLine } from '../terminal/style.js';

export type EngineOptions = Pick<RepositoryOptions, 'engineCache'>;

export interface ListOptions extends RepositoryOptions {
  readonly available?: boolean;
  readonly json?: boolean;
}

/** `docknet engine fetch NAME…`: fetches engines into the cache, one after another. @returns the exit status. */
export async function fetch(names: readonly string[], options: FetchOptions): Promise<number> {
  for (const name of names)
    if (parseEngineName(name) === null)
      throw new UsageError(
        `No engine "${name}" to fetch.${suggestName(name, fetchNames)} Engines: ${fetchNames.join(', ')}.`,
      );
  requireRoot('engine fetch');
  const log = (text: string) => process.stdout.write(`docknet: ${text}\n`);
  const interruption = handleInterruption(log, 'removing the incomplete engine');
  try {
    for (const name of names) await fetchOne(name, options, interruption.signal);
    return 0;
  } catch (cause) {
    if (!interruption.signal.aborted) throw cause;
    log('Interrupted: removed the incomplete engine');
    return 130;
  } finally {
    interruption.end();
  }
}

async function fetchOne(name: string, options: FetchOptions, signal: AbortSignal): Promise<void> {
  const { engine, isNew } = await fetchIntoCache(name, options, { stream: process.stdout, signal });
  process.stdout.write(
    isNew
      ? `${engine.name}: ${describeEngine(engine)}, verified ${engine.verified}\n` +
          `Run checks on it: sudo docknet run --engine ${engine.name}\n`
      : `${engine.name} is already there: ${describeEngine(engine)}. ` +
          `To fetch it again, remove it first: docknet engine remove ${engine.name}\n`,
  );
}

/** `docknet engine list`. @returns the exit status. */
export async function list(options: ListOptions): Promise<number> {
  if (options.available === true) return listAvailable(options);
  const cache = cacheOf(options);
  const engines = await listCachedEngines(cache);
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify(engines, null, 2)}\n`);
    return 0;
  }
  const colors = colorsFor(process.stdout);
  const width = Math.max(...engines.map(({ name }) => name.length), 0);
  for (const engine of engines)
    process.stdout.write(`${colors.bold(engine.name.padEnd(width))}  ${describeEngine(engine)}\n`);
  process.stdout.write(
    engines.length === 0
      ? `no engines in ${cache}. "docknet engine fetch" can fetch ${fetchNames.join(', ')}.\n`
      : `in ${cache}\n`,
  );
  return 0;
}

/** `docknet engine list --available`: Debian's engines, then those of Docker's repository. @returns the exit status. */
async function listAvailable(options: ListOptions): Promise<number> {
  const cache = cacheOf(options);
  const debian = await listDebianEngines(cache);
  if (options.json !== true) printAvailable('Debian’s own engines', debian);
  const interruption = handleInterruption((text) => process.stderr.write(`docknet: ${text}\n`), 'stopping');
  try {
    const docker = await listDockerEngines(cache, { ...sourceOf(options), signal: interruption.signal });
    if (options.json === true) process.stdout.write(`${JSON.stringify([...debian, ...docker.engines], null, 2)}\n`);
    else printAvailable(`${options.repository ?? dockerRepository.address} for ${docker.base}`, docker.engines);
    return 0;
  } catch (cause) {
    if (!interruption.signal.aborted) throw cause;
    return 130;
  } finally {
    interruption.end();
  }
}

function printAvailable(title: string, engines: readonly AvailableEngine[]): void {
  const width = Math.max(...engines.map(({ name }) => name.length), 0);
  const lines = engines.map(({ name, cached }) =>
    cached === null ? `  ${name}\n` : `  ${name.padEnd(width)}  in the cache, engine ${cached}\n`,
  );
  process.stdout.write(`${escapeLine(title)}:\n${lines.join('')}`);
}

/**
 * `docknet engine remove NAME…`. @returns the exit status.
 *
 * @throws UsageError for the first engine that is not in the cache; the ones before it are removed.
 */
export async function remove(names: readonly string[], options: EngineOptions): Promise<number> {
  const cache = cacheOf(options);
  for (const name of names) {
    if (!(await removeCachedEngine(name, cache)))
      throw new UsageError(`No engine "${name}" in ${cache}. "docknet engine list" lists the engines there.`);
    process.stdout.write(`removed ${name} from ${cache}\n`);
  }
  return 0;
}

const describeEngine = ({ version, architecture, bytes, fetched }: CachedEngine) =>
  escapeLine(`engine ${version}, ${architecture}, ${Math.round(bytes / 1e6)} MB, fetched ${fetched.slice(0, 10)}`);
