import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { engineCache, findCachedEngine, toEngine, type CachedEngine, type EngineManifest } from '../cache.js';
import { EngineError } from '../error.js';
import { findEngine, type EngineProgram } from '../find.js';
import { describeRoot } from './describe-root.js';
import { isExactName } from './name.js';
import { planFetch, type FetchPlan, type PlanOptions } from './plan.js';
import { makeRoot } from './root.js';

export interface FetchOptions extends PlanOptions {
  readonly cache: string;
  /** Tries the engine on this machine. If it throws, the fetch throws the same and keeps nothing. */
  readonly tryEngine: (engine: EngineProgram) => Promise<void>;
}

/** What a fetch ends with. */
export interface FetchedEngine {
  readonly engine: CachedEngine;
  /** False if it was in the cache before. */
  readonly isNew: boolean;
}

/**
 * Fetches an engine into the cache, unless it is there: makes it in a directory that no run takes for an engine, checks
 * it, tries it, and moves it to where runs find it. Removes what killed fetches left.
 *
 * @throws EngineError if there is no such engine, or it cannot be made, is incomplete or does not start; AptError if it
 *   cannot be fetched or verified; CacheError. Nothing is left then.
 */
export async function fetchEngine(order: FetchOptions): Promise<FetchedEngine> {
  const { name, cache } = order;
  if (isExactName(name)) {
    const present = await findCachedEngine(name, cache);
    if (present !== null) return { engine: present, isNew: false };
  }
  const { entry, isNew } = await engineCache(cache).add(name, async (directory) => {
    const temporary = join(directory, 'tmp');
    await mkdir(temporary);
    const plan = await planFetch(order, temporary);
    const present = await engineCache(cache).find(plan.name);
    return present === null ? { manifest: await makeEngine(order, plan, directory, temporary) } : { present };
  });
  return { engine: toEngine(entry), isNew };
}

/** Makes an engine's root file system, checks and tries it. @returns its manifest. */
async function makeEngine(
  { onProgress, signal, tryEngine }: FetchOptions,
  { name, base, mirror, packages, sources, verified }: FetchPlan,
  partial: string,
  temporary: string,
): Promise<EngineManifest> {
  const root = join(partial, 'root');
  await makeRoot({ base, mirror, packages, sources, directory: root, temporary, onProgress, signal });
  await rm(temporary, { recursive: true });
  onProgress('checking the root file system', null);
  const program = await findEngine({ kind: 'directory', directory: root });
  const description = await describeRoot(root);
  onProgress(`starting engine ${description.version} once`, null);
  await tryEngine({ ...program, version: description.version });
  if (signal.aborted) throw new EngineError(`fetching ${name} was interrupted`);
  const manifest: EngineManifest = {
    schema: 'docknet-engine/1',
    name,
    ...description,
    base: base.name,
    mirror,
    verified,
    fetched: new Date().toISOString(),
  };
  return manifest;
}
