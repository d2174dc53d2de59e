import { resolve } from 'node:path';
import {
  findCachedEngine,
  listCachedEngines,
  fetchEngine,
  releases,
  removeCachedEngine,
  type CachedEngine,
  type EngineProgram,
} from '../../engine/index.js';
import { registerRun, labName, startPrivateLab } from '../../lab/index.js';
import { UsageError } from '../errors.js';
import { nearest } from '../suggest.js';
import { watchForInterruption } from '../interruption.js';
import { requireRoot } from '../permission.js';
import { newRunId } from '../../runner/index.js';
import { FetchProgress } from '../terminal/progress-line.js';
import { oneLine, paintFor } from '../terminal/style.js';

/** Options that the commands about engines share. */
export interface EngineOptions {
  readonly engineCache: string;
}

/** `docknet engine fetch NAME…`: real engines into the cache, one after another. @returns the exit status. */
export async function fetch(
  names: readonly string[],
  options: EngineOptions & { readonly mirror?: string },
): Promise<number> {
  for (const name of names) {
    if (releases.has(name)) continue;
    const near = nearest(name, [...releases.keys()]);
    throw new UsageError(
      `there is no engine "${name}" to fetch.${near === null ? '' : ` Did you mean ${near}?`} There are ${[...releases.keys()].join(', ')}.`,
    );
  }
  requireRoot('engine fetch');
  const cache = resolve(options.engineCache);
  const interruption = watchForInterruption(
    (text) => process.stdout.write(`docknet: ${text}\n`),
    'removing what is half made',
  );
  try {
    for (const name of names) {
      const there = await findCachedEngine(name, cache);
      if (there !== null) {
        process.stdout.write(
          `${name} is there already: ${inWords(there)}. To fetch it anew: docknet engine remove ${name}\n`,
        );
        continue;
      }
      const progress = new FetchProgress(process.stdout, name);
      const engine = await fetchEngine({
        name,
        cache,
        mirror: options.mirror ?? null,
        signal: interruption.signal,
        onProgress: (step, bytes) => {
          progress.tell(step, bytes);
        },
        tryEngine: startOnce,
      }).finally(() => {
        progress.end();
      });
      process.stdout.write(`${name}: ${inWords(engine)}\nTo run the checks on it: sudo docknet run --engine ${name}\n`);
    }
    return 0;
  } catch (cause) {
    if (!interruption.signal.aborted) throw cause;
    process.stdout.write('docknet: interrupted; nothing half made was kept\n');
    return 130;
  } finally {
    interruption.end();
  }
}

/** `docknet engine list`. @returns 0. */
export async function list(options: EngineOptions & { readonly json?: boolean }): Promise<number> {
  const cache = resolve(options.engineCache);
  const engines = await listCachedEngines(cache);
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify(engines, null, 2)}\n`);
    return 0;
  }
  const paint = paintFor(process.stdout);
  const width = Math.max(...engines.map(({ name }) => name.length), 0);
  for (const engine of engines) process.stdout.write(`${paint.bold(engine.name.padEnd(width))}  ${inWords(engine)}\n`);
  process.stdout.write(
    engines.length === 0
      ? `No engine has been fetched into ${cache}. There are to fetch: ${[...releases.keys()].join(', ')}.\n`
      : `in ${cache}\n`,
  );
  return 0;
}

/** `docknet engine remove NAME…`. @returns 0. @throws UsageError for the first name that is not there; those before it are removed. */
export async function remove(names: readonly string[], options: EngineOptions): Promise<number> {
  const cache = resolve(options.engineCache);
  for (const name of names) {
    if (!(await removeCachedEngine(name, cache)))
      throw new UsageError(`there is no engine "${name}" in ${cache}. "docknet engine list" shows what is there.`);
    process.stdout.write(`removed ${name} from ${cache}\n`);
  }
  return 0;
}

const inWords = ({ version, architecture, bytes, fetched }: CachedEngine) =>
  oneLine(`engine ${version}, ${architecture}, ${Math.round(bytes / 1e6)} MB, fetched ${fetched.slice(0, 10)}`);

/** Milliseconds an engine has to come up in its trial. */
const trialWithin = 60_000;

/** Starts an engine in a lab of its own, imports the containers' image and takes it down: what a run begins with. */
async function startOnce(program: EngineProgram): Promise<void> {
  const run = newRunId();
  const entered = await registerRun(run);
  try {
    const lab = await startPrivateLab({ name: labName(run, 1), program, settings: {}, engineTimeoutMs: trialWithin });
    await lab.close();
  } finally {
    await entered.remove();
  }
}
