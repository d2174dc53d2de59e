import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from './error.js';
import { lock } from './lock.js';

/** What is written beside an engine's root file system once it is whole: `engine.json`. */
export interface EngineManifest {
  readonly schema: 'docknet-engine/1';
  /** As it is asked for: "debian:trixie". */
  readonly name: string;
  /** As `dockerd --version` says, without a distribution's suffix: "26.1.5". */
  readonly version: string;
  /** Debian's name of the architecture: "amd64". */
  readonly architecture: string;
  /** Where its packages came from. */
  readonly mirror: string;
  /** When, ISO 8601, UTC. */
  readonly fetched: string;
  /** What it takes on the disk. */
  readonly bytes: number;
}

/** An engine in the cache, ready to be used. */
export interface CachedEngine extends EngineManifest {
  /** Its root file system, as `--engine` takes it. */
  readonly root: string;
}

const noteFile = 'engine.json';

/** The engines in a cache, by name. What is half made, half removed or foreign is none. */
export async function listCachedEngines(cache: string): Promise<CachedEngine[]> {
  const names = await readdir(cache).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return [];
    throw new EngineError(
      `the engine cache ${cache} cannot be read: ${cause.message}. Name another one with --engine-cache.`,
      { cause },
    );
  });
  const found = await Promise.all(
    names.filter((name) => !name.startsWith('.')).map((name) => readManifest(join(cache, name))),
  );
  return found.filter((engine) => engine !== null).sort((one, other) => one.name.localeCompare(other.name));
}

/** The engine of this name in a cache; null where it is not there. */
export async function findCachedEngine(name: string, cache: string): Promise<CachedEngine | null> {
  return (await listCachedEngines(cache)).find((engine) => engine.name === name) ?? null;
}

/** Takes an engine out of a cache. @returns false where it was not there. @throws EngineError where it is just being fetched or cannot be removed. */
export async function removeCachedEngine(name: string, cache: string): Promise<boolean> {
  if ((await findCachedEngine(name, cache)) === null) return false;
  const release = await lock(cachePath(name, cache, '.lock-'), `the engine ${name}`);
  try {
    // Out of sight first: what is half removed is never taken for an engine.
    const going = cachePath(name, cache, '.removing-');
    await rm(going, { recursive: true, force: true });
    await rename(cachePath(name, cache), going);
    await rm(going, { recursive: true, force: true });
    return true;
  } catch (cause) {
    throw new EngineError(`the engine ${name} could not be removed from ${cache}: ${(cause as Error).message}.`, {
      cause,
    });
  } finally {
    await release();
  }
}

/** Where an engine lies in a cache, or with a prefix, what belongs to its making. "debian:trixie" is debian-trixie: a colon ends a path in PATH. */
export function cachePath(name: string, cache: string, prefix = ''): string {
  return join(cache, `${prefix}${name.replaceAll(/[^a-z0-9.]/g, '-')}`);
}

/** Makes the cache's directory. Only its owner may write there: what is in it is run as root. */
export async function makeCache(cache: string): Promise<void> {
  await mkdir(cache, { recursive: true, mode: 0o755 }).catch((cause: unknown) => {
    throw new EngineError(
      `the engine cache ${cache} cannot be made: ${(cause as Error).message}. Name a directory that can be written with --engine-cache.`,
      { cause },
    );
  });
}

/** The note as the file's text. */
export function formatManifest(note: EngineManifest): { readonly file: string; readonly text: string } {
  return { file: noteFile, text: `${JSON.stringify(note, null, 2)}\n` };
}

async function readManifest(directory: string): Promise<CachedEngine | null> {
  const text = await readFile(join(directory, noteFile), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    const note = JSON.parse(text) as Partial<EngineManifest> | null;
    const whole =
      note?.schema === 'docknet-engine/1' &&
      [note.name, note.version, note.architecture, note.mirror, note.fetched].every(
        (value) => typeof value === 'string',
      ) &&
      typeof note.bytes === 'number';
    return whole ? { ...(note as EngineManifest), root: join(directory, 'root') } : null;
  } catch {
    return null;
  }
}
