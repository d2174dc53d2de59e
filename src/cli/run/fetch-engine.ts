import { resolve } from 'node:path';
import { defaultEngineCache, dockerRepository, fetchEngine, type EngineProgram } from '../../engine/index.js';
import { labName, registerRun, startPrivateLab } from '../../lab/index.js';
import { newRunId } from '../../runner/index.js';
import { FetchProgress } from '../terminal/progress-line.js';
import type { OutputStream } from '../terminal/style.js';

/** Where docker-ce comes from, and where engines are kept. */
export interface RepositoryOptions {
  readonly engineCache?: string;
  readonly base?: string;
  readonly repository?: string;
}

/** Options of commands that fetch engines. */
export interface FetchOptions extends RepositoryOptions {
  readonly mirror?: string;
}

/** Returns the engine cache of a command. */
export const cacheOf = ({ engineCache }: RepositoryOptions): string => resolve(engineCache ?? defaultEngineCache());

/** Returns the base and the repository of docker-ce. A mirror of the repository has the same key. */
export const sourceOf = ({ base, repository }: RepositoryOptions) => ({
  base: base ?? null,
  repository: repository === undefined ? null : { ...dockerRepository, address: repository },
});

/** Fetches an engine into the cache, with its progress on a stream. @throws EngineError as `fetchEngine` does. */
export async function fetchIntoCache(
  name: string,
  options: FetchOptions,
  { stream, signal }: { readonly stream: OutputStream; readonly signal: AbortSignal },
): ReturnType<typeof fetchEngine> {
  const progress = new FetchProgress(stream, name);
  return fetchEngine({
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
}

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
