import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  cachePath,
  findCachedEngine,
  formatManifest,
  makeCache,
  type CachedEngine,
  type EngineManifest,
} from '../cache.js';
import { EngineError } from '../error.js';
import { findEngine, type EngineProgram } from '../find.js';
import { lock } from '../lock.js';
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
 * @throws EngineError if there is no such engine, or it cannot be made, is incomplete or does not start; nothing is
 *   left then.
 */
export async function fetchEngine(order: FetchOptions): Promise<FetchedEngine> {
  const { name, cache } = order;
  if (isExactName(name)) {
    const present = await findCachedEngine(name, cache);
    if (present !== null) return { engine: present, isNew: false };
  }
  await makeCache(cache);
  const release = await lock(cachePath(name, cache, '.lock-'), `the engine ${name}`);
  const partial = cachePath(name, cache, '.making-');
  try {
    await removeTree(partial);
    await removeTree(cachePath(name, cache, '.removing-'));
    await makeCache(partial);
    const temporary = join(partial, 'tmp');
    await makeCache(temporary);
    const plan = await planFetch(order, temporary);
    const present = await findCachedEngine(plan.name, cache);
    if (present !== null) {
      await removeTree(partial);
      return { engine: present, isNew: false };
    }
    const manifest = await makeEngine(order, plan, { partial, temporary });
    if (plan.name === name) return { engine: await moveIntoPlace(manifest, partial, cache), isNew: true };
    const releasePlace = await lock(cachePath(plan.name, cache, '.lock-'), `the engine ${plan.name}`);
    return { engine: await moveIntoPlace(manifest, partial, cache).finally(releasePlace), isNew: true };
  } catch (cause) {
    await removeTree(partial);
    throw cause instanceof EngineError || !isSystemError(cause)
      ? cause
      : new EngineError(`the engine ${name} could not be put into ${cache}: ${cause.message}.`, { cause });
  } finally {
    await release();
  }
}

/** Makes an engine's root file system, checks and tries it. @returns its manifest, which is in the directory too. */
async function makeEngine(
  { onProgress, signal, tryEngine }: FetchOptions,
  { name, base, mirror, packages, sources, verified }: FetchPlan,
  { partial, temporary }: { readonly partial: string; readonly temporary: string },
): Promise<EngineManifest> {
  const root = join(partial, 'root');
  await makeRoot({ base, mirror, packages, sources, directory: root, temporary, onProgress, signal });
  await removeTree(temporary);
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
  const { file, text } = formatManifest(manifest);
  await writeFile(join(partial, file), text);
  return manifest;
}

/** Moves a complete engine to where runs find it. A directory without a manifest may be there. */
async function moveIntoPlace(manifest: EngineManifest, partial: string, cache: string): Promise<CachedEngine> {
  const place = cachePath(manifest.name, cache);
  await removeTree(place);
  await rename(partial, place);
  return { ...manifest, root: join(place, 'root') };
}

const removeTree = (path: string) => rm(path, { recursive: true, force: true });
const isSystemError = (cause: unknown): cause is NodeJS.ErrnoException => cause instanceof Error && 'code' in cause;
