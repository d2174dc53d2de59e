import { resolve } from 'node:path';
import {
  defaultEngineCache,
  dockerRepository,
  fetchEngine,
  fetchNames,
  listCachedEngines,
  listDebianEngines,
  listDockerEngines,
  parseEngineName,
  removeCachedEngine,
  type AvailableEngine,
  type CachedEngine,
  type EngineProgram,
} from '../../engine/index.js';
import { labName, registerRun, startPrivateLab } from '../../lab/index.js';
import { newRunId } from '../../runner/index.js';
import { suggestName, UsageError } from '../errors.js';
import { handleInterruption } from '../interruption.js';
import { requireRoot } from '../permission.js';
import { FetchProgress } from '../terminal/progress-line.js';
import { colorsFor, escapeLine } from '../terminal/style.js';

export interface EngineOptions {
  readonly engineCache?: string;
}

/** Where docker-ce comes from. */
export interface RepositoryOptions extends EngineOptions {
  readonly base?: string;
  readonly repository?: string;
}

export interface FetchOptions extends RepositoryOptions {
  readonly mirror?: string;
}

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
  const progress = new FetchProgress(process.stdout, name);
  const { engine, isNew } = await fetchEngine({
    name,
    cache: cacheOf(options),
    mirror: options.mirror ?? null,
    ...sourceOf(options),
    signal,
    onProgress: (step, bytes) => {
      progress.update(step, bytes);
    },
    tryEngine,
  }).finally(() => {
    progress.end();
  });
  process.stdout.write(
    isNew
      ? `${engine.name}: ${describeEngine(engine)}, verified ${engine.verified}\n` +
          `Run checks on it: sudo docknet run --engine ${engine.name}\n`
      : `${engine.name} is already there: ${describeEngine(engine)}. ` +
          `To fetch it again, remove it first: docknet engine remove ${engine.name}\n`,
  );
}

/** Returns the base and the repository of docker-ce. A mirror of the repository has the same key. */
const sourceOf = ({ base, repository }: RepositoryOptions) => ({
  base: base ?? null,
  repository: repository === undefined ? null : { ...dockerRepository, address: repository },
});

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

const cacheOf = ({ engineCache }: EngineOptions): string => resolve(engineCache ?? defaultEngineCache());

const describeEngine = ({ version, architecture, bytes, fetched }: CachedEngine) =>
  escapeLine(`engine ${version}, ${architecture}, ${Math.round(bytes / 1e6)} MB, fetched ${fetched.slice(0, 10)}`);

const startTimeoutMs = 60_000;

/** Starts an engine in a lab, imports the fixture image and removes the lab, as a run does. */
export async function tryEngine(program: EngineProgram): Promise<void> {
  const run = newRunId();
  const registered = await registerRun(run);
  try {
    const lab = await startPrivateLab({
      name: labName(run, 1),
      program,
      settings: {},
      engineTimeoutMs: startTimeoutMs,
    });
    await lab.close();
  } finally {
    await registered.remove();
  }
}
