import { join } from 'node:path';
import { Cache, cacheDirectory, type CacheEntry, type CacheKind } from '../../cache/index.js';
import type { Kernel } from './kernel.js';

/** The content of `kernel.json` beside a fetched kernel. */
export interface KernelManifest {
  readonly schema: 'docknet-kernel/1';
  /** "debian:trixie". */
  readonly name: string;
  /** As `uname -r` prints it: "6.12.48+deb13-cloud-amd64". */
  readonly release: string;
  /** The Debian package: "linux-image-6.12.48+deb13-cloud-amd64 6.12.48-1". */
  readonly package: string;
  /** Debian's name of the architecture: "amd64". */
  readonly architecture: string;
  /** The mirror that it is from. */
  readonly mirror: string;
  /** How its files were verified, in one sentence. */
  readonly verified: string;
  /** ISO 8601, UTC. */
  readonly fetched: string;
  /** Size on disk. */
  readonly bytes: number;
}

/** A kernel in the cache. */
export interface CachedKernel extends KernelManifest {
  readonly kernel: Kernel;
}

const kind: CacheKind<KernelManifest> = {
  noun: 'kernel',
  manifestFile: 'kernel.json',
  option: '--kernel-cache',
  parse: (content) => {
    const manifest = content as Partial<KernelManifest> | null;
    const texts = [manifest?.name, manifest?.release, manifest?.package, manifest?.architecture, manifest?.fetched];
    const isComplete = manifest?.schema === 'docknet-kernel/1' && texts.every((text) => typeof text === 'string');
    return isComplete && typeof manifest.bytes === 'number' ? (manifest as KernelManifest) : null;
  },
};

/** Returns the cache of kernels in a directory. */
export const kernelCache = (directory: string): Cache<KernelManifest> => new Cache(directory, kind);

/** Returns the default kernel cache: `docknet/kernels` in the user's cache directory. */
export const defaultKernelCache = (environment: NodeJS.ProcessEnv = process.env): string =>
  cacheDirectory('kernels', environment);

/** Lists the complete kernels in a cache, by name. */
export const listCachedKernels = async (cache: string): Promise<CachedKernel[]> =>
  (await kernelCache(cache).list()).map(toKernel);

/** Finds a kernel by name; null if it is not in the cache. */
export async function findCachedKernel(name: string, cache: string): Promise<CachedKernel | null> {
  const entry = await kernelCache(cache).find(name);
  return entry === null ? null : toKernel(entry);
}

/** Returns an entry of the cache as a kernel. */
export const toKernel = ({ manifest, directory }: CacheEntry<KernelManifest>): CachedKernel => ({
  ...manifest,
  kernel: {
    name: manifest.name,
    release: manifest.release,
    image: join(directory, 'vmlinuz'),
    modules: join(directory, 'root/lib/modules', manifest.release),
    origin: `${manifest.package}, verified ${manifest.verified}`,
  },
});
