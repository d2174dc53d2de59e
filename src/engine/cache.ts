import { join } from 'node:path';
import { Cache, cacheDirectory, type CacheEntry, type CacheKind } from '../cache/index.js';
import { parseEngineName, selectNewest } from './fetch/name.js';
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
  /** The release of its root file system: "debian:bookworm"; "" for a static bundle. */
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

const kind: CacheKind<EngineManifest> = {
  noun: 'engine',
  manifestFile: 'engine.json',
  option: '--engine-cache',
  parse: parseManifest,
};

/** Returns the cache of engines in a directory. */
export const engineCache = (directory: string): Cache<EngineManifest> => new Cache(directory, kind);

/** Returns the default engine cache: `docknet/engines` in the user's cache directory. */
export const defaultEngineCache = (environment: NodeJS.ProcessEnv = process.env): string =>
  cacheDirectory('engines', environment);

/** Lists the complete engines in a cache, by name. */
export async function listCachedEngines(cache: string): Promise<CachedEngine[]> {
  return (await engineCache(cache).list()).map(toEngine);
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
 * @throws CacheError if it is being fetched or cannot be removed.
 */
export const removeCachedEngine = (name: string, cache: string): Promise<boolean> => engineCache(cache).remove(name);

/** Lists the directories that killed fetches and removals left in a cache. */
export const findPartialEngines = (cache: string): Promise<string[]> => engineCache(cache).findPartial();

/** Removes what killed fetches and removals left in a cache. @returns the removed directories. */
export const removePartialEngines = (cache: string): Promise<string[]> => engineCache(cache).removePartial();

/** Returns an entry of the cache as an engine. */
export const toEngine = ({ manifest, directory }: CacheEntry<EngineManifest>): CachedEngine => ({
  ...manifest,
  root: join(directory, 'root'),
});

function parseManifest(content: unknown): EngineManifest | null {
  const manifest = content as Partial<EngineManifest> | null;
  const complete =
    manifest?.schema === 'docknet-engine/1' &&
    [manifest.name, manifest.version, manifest.architecture, manifest.mirror, manifest.fetched].every(
      (value) => typeof value === 'string',
    ) &&
    typeof manifest.bytes === 'number';
  if (!complete) return null;
  // Manifests without the two are of Debian's own engines: docknet fetched no others then.
  const debian = { base: manifest.name ?? '', verified: verifiedByApt('Debian’s keys') };
  return { ...debian, ...(manifest as EngineManifest) };
}
