import { resolve } from 'node:path';
import {
  defaultEngineCache,
  fetchEngine,
  findCachedEngine,
  listCachedEngines,
  releases,
  removeCachedEngine,
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

export interface FetchOptions extends EngineOptions {
  readonly mirror?: string;
}

/** `docknet engine fetch NAME…`: fetches engines into the cache, one after another. @returns the exit status. */
export async function fetch(names: readonly string[], options: FetchOptions): Promise<number> {
  for (const name of names)
    if (!releases.has(name))
      throw new UsageError(
        `No engine "${name}" to fetch.${suggestName(name, [...releases.keys()])} ` +
          `Engines: ${[...releases.keys()].join(', ')}.`,
      );
  requireRoot('engine fetch');
  const cache = cacheOf(options);
  const log = (text: string) => process.stdout.write(`docknet: ${text}\n`);
  const interruption = handleInterruption(log, 'removing the incomplete engine');
  try {
    for (const name of names) {
      const present = await findCachedEngine(name, cache);
      if (present === null) await fetchOne(name, cache, options.mirror ?? null, interruption.signal);
      else
        process.stdout.write(
          `${name} is already there: ${describeEngine(present)}. ` +
            `To fetch it again, remove it first: docknet engine remove ${name}\n`,
        );
    }
    return 0;
  } catch (cause) {
    if (!interruption.signal.aborted) throw cause;
    log('Interrupted: removed the incomplete engine');
    return 130;
  } finally {
    interruption.end();
  }
}

async function fetchOne(name: string, cache: string, mirror: string | null, signal: AbortSignal): Promise<void> {
  const progress = new FetchProgress(process.stdout, name);
  const engine = await fetchEngine({
    name,
    cache,
    mirror,
    signal,
    onProgress: (step, bytes) => {
      progress.update(step, bytes);
    },
    tryEngine,
  }).finally(() => {
    progress.end();
  });
  process.stdout.write(`${name}: ${describeEngine(engine)}\nRun checks on it: sudo docknet run --engine ${name}\n`);
}

/** `docknet engine list`. @returns the exit status. */
export async function list(options: EngineOptions & { readonly json?: boolean }): Promise<number> {
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
      ? `no engines in ${cache}. "docknet engine fetch" can fetch ${[...releases.keys()].join(', ')}.\n`
      : `in ${cache}\n`,
  );
  return 0;
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
async function tryEngine(program: EngineProgram): Promise<void> {
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
