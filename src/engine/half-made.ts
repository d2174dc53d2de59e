import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from './error.js';
import { lock } from './lock.js';

/** What fetches and removals that were killed have left in a cache: directories. What another docknet is at just now is not among them. */
export async function findPartialEngines(cache: string): Promise<string[]> {
  return abandoned(cache, () => Promise.resolve());
}

/** Removes what killed fetches and removals have left in a cache. @returns the directories that it removed. */
export async function removePartialEngines(cache: string): Promise<string[]> {
  return abandoned(cache, (directory) => rm(directory, { recursive: true, force: true }));
}

/** Goes through what lies half made in a cache and can be locked; a cache that cannot be read has nothing. */
async function abandoned(cache: string, each: (directory: string) => Promise<void>): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir(cache).catch(() => [])) {
    const [, engine] = /^\.(?:making|removing)-(.+)$/.exec(name) ?? [];
    if (engine === undefined) continue;
    const release = await lock(join(cache, `.lock-${engine}`), `the engine ${engine}`).catch((cause: unknown) => {
      if (cause instanceof EngineError) return null;
      throw cause;
    });
    if (release === null) continue;
    found.push(join(cache, name));
    await each(join(cache, name)).finally(release);
  }
  return found;
}
