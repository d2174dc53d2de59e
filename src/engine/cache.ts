import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { EngineError } from './error.js';
import { parseEngineName, selectNewest } from './fetch/name.js';
import { lock } from './lock.js';
import { verifiedByApt } from './verification.js';

/** The content of `engine.json` beside a complete root file system. */
export interface EngineManifest {
  readonly schema: 'docknet-engine/1';
  /** "debian:trixie". */
  readonly name: string;
  /** From `dockerd --version`, without a distribution's suffix: "26.1.5". */
  readonly version: string;
  /** Debian's name of the architecture: "amd64". */
  readonly architecture: string;
  /** The release of which its root file system is made: "debian:bookworm"; "" for a static bundle. */
  readonly base: string;
  /** The mirror of its base's packages; for a static bundle the path of its file. */
  readonly mirror: string;
  /** How its files were verified, in one sentence. */
  readonly verified: string;
  /** ISO 8601, UTC. */
  readonly fetched: string;
  /** Size on disk. */
  readonly bytes: number;
}

/** An engine in the cache. */
export interface CachedEngine extends EngineManifest {
  /** Its root file system, as `--engine` takes it. */
  readonly root: string;
}

const manifestFile = 'engine.json';

/**
 * Returns the default engine cache: `docknet/engines` in the user's cache directory (XDG_CACHE_HOME, XDG Base Directory
 * Specification: a relative path there is ignored).
 */
export function defaultEngineCache(environment: NodeJS.ProcessEnv = process.env): string {
  const directory = environment['XDG_CACHE_HOME'] ?? '';
  return join(isAbsolute(directory) ? directory : join(homedir(), '.cache'), 'docknet', 'engines');
}

/** Lists the complete engines in a cache, by name. */
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
  return found.filter((engine) => engine !== null).sort((a, b) => a.name.localeCompare(b.name));
}

/** Finds an engine by name, for "docker:29" and "docker:latest" the newest; null if it is not in the cache. */
export async function findCachedEngine(name: string, cache: string): Promise<CachedEngine | null> {
  const engines = await listCachedEngines(cache);
  const source = parseEngineName(name);
  return source?.kind === 'docker'
    ? selectNewest(
        source.wanted,
        engines.filter((engine) => engine.name.startsWith('docker:')),
      )
    : (engines.find((engine) => engine.name === name) ?? null);
}

/**
 * Removes an engine from a cache.
 *
 * @returns false if it is not there.
 * @throws EngineError if it is being fetched or cannot be removed.
 */
export async function removeCachedEngine(name: string, cache: string): Promise<boolean> {
  if (!(await listCachedEngines(cache)).some((engine) => engine.name === name)) return false;
  const release = await lock(cachePath(name, cache, '.lock-'), `the engine ${name}`);
  try {
    // Renamed first: a partly removed engine is never listed.
    const removing = cachePath(name, cache, '.removing-');
    await rm(removing, { recursive: true, force: true });
    await rename(cachePath(name, cache), removing);
    await rm(removing, { recursive: true, force: true });
    return true;
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new EngineError(`the engine ${name} could not be removed from ${cache}: ${reason}.`, { cause });
  } finally {
    await release();
  }
}

/** Lists the directories that killed fetches and removals left in a cache. */
export async function findPartialEngines(cache: string): Promise<string[]> {
  return visitPartialEngines(cache, () => Promise.resolve());
}

/** Removes what killed fetches and removals left in a cache. @returns the removed directories. */
export async function removePartialEngines(cache: string): Promise<string[]> {
  return visitPartialEngines(cache, (directory) => rm(directory, { recursive: true, force: true }));
}

/** Visits the partial engines that no other docknet has locked. A cache that cannot be read has none. */
async function visitPartialEngines(cache: string, visit: (directory: string) => Promise<void>): Promise<string[]> {
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
    await visit(join(cache, name)).finally(release);
  }
  return found;
}

/** Returns an engine's directory in a cache. A colon ends a path in PATH: "debian:trixie" is debian-trixie. */
export function cachePath(name: string, cache: string, prefix = ''): string {
  return join(cache, `${prefix}${name.replaceAll(/[^a-z0-9.]/g, '-')}`);
}

/** Creates the cache's directory, writable for its owner alone: its content runs as root. */
export async function makeCache(cache: string): Promise<void> {
  await mkdir(cache, { recursive: true, mode: 0o755 }).catch((cause: unknown) => {
    const reason = (cause as Error).message;
    throw new EngineError(
      `the engine cache ${cache} cannot be made: ${reason}. Name a writable directory with --engine-cache.`,
      { cause },
    );
  });
}

export function formatManifest(manifest: EngineManifest): { readonly file: string; readonly text: string } {
  return { file: manifestFile, text: `${JSON.stringify(manifest, null, 2)}\n` };
}

async function readManifest(directory: string): Promise<CachedEngine | null> {
  const text = await readFile(join(directory, manifestFile), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    const manifest = JSON.parse(text) as Partial<EngineManifest> | null;
    const complete =
      manifest?.schema === 'docknet-engine/1' &&
      [manifest.name, manifest.version, manifest.architecture, manifest.mirror, manifest.fetched].every(
        (value) => typeof value === 'string',
      ) &&
      typeof manifest.bytes === 'number';
    if (!complete) return null;
    // Before 2026 docknet fetched Debian's own engines alone, and did not write the two.
    const debian = { base: manifest.name ?? '', verified: verifiedByApt('Debian’s keys') };
    return { ...debian, ...(manifest as EngineManifest), root: join(directory, 'root') };
  } catch {
    return null;
  }
}
