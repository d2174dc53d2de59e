import { resolve } from 'node:path';
import {
  defaultKernelCache,
  fetchKernel,
  kernelCache,
  kernelNames,
  listCachedKernels,
  parseKernelName,
  type CachedKernel,
} from '../../machine/index.js';
import { suggestName, UsageError } from '../errors.js';
import { handleInterruption } from '../interruption.js';
import { requireRoot } from '../permission.js';
import { FetchProgress } from '../terminal/progress-line.js';
import { colorsFor, escapeLine } from '../terminal/style.js';

export interface KernelOptions {
  readonly kernelCache?: string;
}

export interface KernelFetchOptions extends KernelOptions {
  readonly mirror?: string;
}

export interface KernelListOptions extends KernelOptions {
  readonly json?: boolean;
}

/** `docknet kernel fetch NAME…`: fetches kernels into the cache, one after another. @returns the exit status. */
export async function fetch(names: readonly string[], options: KernelFetchOptions): Promise<number> {
  for (const name of names)
    if (parseKernelName(name) === null)
      throw new UsageError(
        `No kernel "${name}" to fetch.${suggestName(name, kernelNames)} Kernels: ${kernelNames.join(', ')}.`,
      );
  requireRoot('kernel fetch');
  const log = (text: string) => process.stdout.write(`docknet: ${text}\n`);
  const interruption = handleInterruption(log, 'removing the incomplete kernel');
  try {
    for (const name of names) await fetchOne(name, options, interruption.signal);
    return 0;
  } catch (cause) {
    if (!interruption.signal.aborted) throw cause;
    log('Interrupted: removed the incomplete kernel');
    return 130;
  } finally {
    interruption.end();
  }
}

async function fetchOne(name: string, options: KernelFetchOptions, signal: AbortSignal): Promise<void> {
  const progress = new FetchProgress(process.stdout, name);
  const { kernel, isNew } = await fetchKernel({
    name,
    cache: cacheOf(options),
    mirror: options.mirror ?? null,
    signal,
    onProgress: (step) => {
      progress.update(step, null);
    },
  }).finally(() => {
    progress.end();
  });
  process.stdout.write(
    isNew
      ? `${kernel.name}: ${describeKernel(kernel)}, verified ${kernel.verified}\n`
      : `${kernel.name} is already there: ${describeKernel(kernel)}. ` +
          `To fetch it again, remove it first: docknet kernel remove ${kernel.name}\n`,
  );
}

/** `docknet kernel list`. @returns the exit status. */
export async function list(options: KernelListOptions): Promise<number> {
  const cache = cacheOf(options);
  const kernels = await listCachedKernels(cache);
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify(kernels, null, 2)}\n`);
    return 0;
  }
  const colors = colorsFor(process.stdout);
  const width = Math.max(...kernels.map(({ name }) => name.length), 0);
  for (const kernel of kernels)
    process.stdout.write(`${colors.bold(kernel.name.padEnd(width))}  ${describeKernel(kernel)}\n`);
  process.stdout.write(
    kernels.length === 0
      ? `no kernels in ${cache}. "docknet kernel fetch" can fetch ${kernelNames.join(', ')}.\n`
      : `in ${cache}\n`,
  );
  return 0;
}

/**
 * `docknet kernel remove NAME…`. @returns the exit status.
 *
 * @throws UsageError for the first kernel that is not in the cache; the ones before it are removed.
 */
export async function remove(names: readonly string[], options: KernelOptions): Promise<number> {
  const cache = cacheOf(options);
  for (const name of names) {
    if (!(await kernelCache(cache).remove(name)))
      throw new UsageError(`No kernel "${name}" in ${cache}. "docknet kernel list" lists the kernels there.`);
    process.stdout.write(`removed ${name} from ${cache}\n`);
  }
  return 0;
}

const cacheOf = ({ kernelCache: given }: KernelOptions): string => resolve(given ?? defaultKernelCache());

const describeKernel = ({ release, architecture, bytes, fetched }: CachedKernel) =>
  escapeLine(`kernel ${release}, ${architecture}, ${Math.round(bytes / 1e6)} MB, fetched ${fetched.slice(0, 10)}`);
