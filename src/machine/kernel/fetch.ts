import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { distributions, explain, findMirror, requireKeyring, runApt, type Base } from '../../apt/index.js';
import { runCommand, runOrThrow } from '../../process/index.js';
import { MachineError, UnknownKernelError } from '../error.js';
import { arrangeKernel } from './arrange.js';
import { kernelCache, toKernel, type CachedKernel, type KernelManifest } from './cache.js';
import { downloadKernel } from './download.js';
import { requireFeatures } from './features.js';
import { requireArchitecture } from './kernel.js';
import { readModules } from './modules.js';
import { kernelNames, parseKernelName } from './name.js';

export interface KernelFetchOptions {
  /** "debian:trixie-backports", "ubuntu:noble". */
  readonly name: string;
  readonly cache: string;
  /** null for the mirror of this machine's apt. */
  readonly mirror: string | null;
  readonly onProgress: (step: string) => void;
  readonly signal: AbortSignal;
}

const depmodMissing =
  'depmod is not installed; it indexes a kernel’s modules. ' +
  'Install it: sudo apt-get install --no-install-recommends kmod';

/**
 * Fetches a release's kernel into the cache, unless it is there. apt verifies the package; nothing of it is
 * installed or run.
 *
 * @throws UnknownKernelError if there is no such kernel; AptError if it cannot be fetched or verified; MachineError if
 *   it lacks what docknet needs; CacheError. Nothing is left then.
 */
export async function fetchKernel(
  options: KernelFetchOptions,
): Promise<{ readonly kernel: CachedKernel; readonly isNew: boolean }> {
  const { name, cache: directory } = options;
  const source = parseKernelName(name);
  if (source === null)
    throw new UnknownKernelError(`there is no kernel "${name}" to fetch. There are ${kernelNames.join(', ')}.`);
  const cache = kernelCache(directory);
  const present = await cache.find(name);
  if (present !== null) return { kernel: toKernel(present), isNew: false };
  const { entry, isNew } = await cache.add(name, async (partial) => ({
    manifest: await makeKernel(options, source, partial),
  }));
  return { kernel: toKernel(entry), isNew };
}

async function makeKernel(
  { name, mirror: given, onProgress, signal }: KernelFetchOptions,
  source: Base,
  partial: string,
): Promise<KernelManifest> {
  await requireKeyring(source);
  const mirror = given ?? (await findMirror(source));
  const apt = join(partial, 'apt');
  await mkdir(apt);
  const { title, architecture, files } = await downloadKernel({ directory: apt, mirror, source, onProgress, signal });
  onProgress(`unpacking ${title}`);
  const unpacked = join(partial, 'unpacked');
  for (const file of files)
    await runApt(['dpkg-deb', '--extract', file, unpacked], signal).catch(explain(`${title} could not be unpacked`));
  const release = await arrangeKernel(unpacked, partial);
  for (const temporary of [apt, unpacked]) await rm(temporary, { recursive: true });
  const modules = join(partial, 'root/lib/modules', release);
  onProgress('indexing its modules');
  const { status, stderr } = await indexModules(join(partial, 'root'), release);
  if (status === 127) throw new MachineError(depmodMissing);
  if (status !== 0) throw new MachineError(`depmod could not index the modules of ${title}: ${stderr.trim()}`);
  await requireArchitecture(join(partial, 'vmlinuz'));
  requireFeatures(title, await readModules(modules), await readFile(join(partial, 'config'), 'utf8'));
  const { stdout: size } = await runOrThrow(['du', '--summarize', '--block-size=1', partial]);
  return {
    schema: 'docknet-kernel/1',
    name,
    release,
    package: title,
    architecture,
    mirror,
    verified: `by apt, with ${distributions[source.distribution].title}’s keys`,
    fetched: new Date().toISOString(),
    bytes: Number(size.split('\t')[0]),
  };
}

const indexModules = (root: string, release: string) =>
  runCommand(['sh', '-c', 'command -v depmod >/dev/null || exit 127; exec depmod "$@"', 'sh', '-b', root, release], {
    timeoutMs: 300_000,
  });
