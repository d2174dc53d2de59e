import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  defaultKernelCache,
  findCachedKernel,
  kernelNames,
  listCachedKernels,
  openKernel,
  parseKernelName,
  type Kernel,
} from '../../machine/index.js';
import type { NamedEngine } from '../../runner/index.js';
import { suggestName, UsageError } from '../errors.js';
import { nameOnKernel } from './explain-cells.js';

/** Options of `docknet run` and `docknet prove` about kernels. */
export interface KernelChoiceOptions {
  /** One or more; several make a cell each. */
  readonly kernel?: readonly string[];
  /** The modules of a kernel given as a file. */
  readonly modules?: string;
  readonly kernelCache?: string;
}

/**
 * Applies `--kernel` to the cells of a session: one for each engine on each kernel, named "ENGINE@KERNEL".
 *
 * @throws UsageError for a kernel that is not there, and with `--engine host`. @throws MachineError for a file that
 *   cannot be booted or lacks what docknet needs.
 */
export async function chooseKernels(
  engines: readonly NamedEngine[],
  { kernel: names = [], modules, kernelCache }: KernelChoiceOptions,
): Promise<NamedEngine[]> {
  if (names.length === 0) {
    if (modules !== undefined) throw new UsageError('--modules belongs to a kernel: pass --kernel FILE too.');
    return [...engines];
  }
  if (engines.some(({ choice }) => choice.kind === 'host'))
    throw new UsageError(
      '--kernel runs labs in a virtual machine; --engine host is on this machine. Remove one of the two.',
    );
  const kernels: Kernel[] = [];
  for (const name of new Set(names)) kernels.push(await chooseKernel(name, modules, kernelCache));
  return engines.flatMap((engine) =>
    kernels.map((kernel) => ({ ...engine, name: nameOnKernel(engine.name, kernel), kernel })),
  );
}

/**
 * Returns the kernel that a value of `--kernel` names: one in the cache, or a file with modules.
 *
 * @param option The option, for messages.
 * @throws UsageError if there is none. @throws MachineError for a file that cannot be booted.
 */
export async function chooseKernel(
  name: string,
  modules: string | undefined,
  kernelCache: string | undefined,
  option = '--kernel',
): Promise<Kernel> {
  const cache = resolve(kernelCache ?? defaultKernelCache());
  const cached = await findCachedKernel(name, cache);
  if (cached !== null) return cached.kernel;
  if (parseKernelName(name) !== null)
    throw new UsageError(
      `${option} ${name} is not in the kernel cache ${cache}. Fetch it: sudo docknet kernel fetch ${name}`,
    );
  if ((await stat(name).catch(() => null))?.isFile() === true) {
    if (modules !== undefined) return openKernel(name, modules);
    throw new UsageError(`${option} ${name}: pass its modules too: --modules DIRECTORY.`);
  }
  const fetched = (await listCachedKernels(cache)).map((kernel) => kernel.name);
  throw new UsageError(
    `${option} ${name}: no such file.${suggestName(name, [...kernelNames, ...fetched])} ` +
      'Pass a fetched kernel (docknet kernel list), or a bzImage or vmlinux with --modules DIRECTORY.',
  );
}

/**
 * Splits a value of `--engine` that names a kernel of its own: "debian:trixie@debian:forky".
 *
 * @returns the engine's name, and the kernel's; null for an engine that `--kernel` or nothing gives one. A path with an
 *   at sign is an engine.
 */
export async function splitEngineName(
  value: string,
): Promise<{ readonly engine: string; readonly kernel: string | null }> {
  const at = value.lastIndexOf('@');
  if (at <= 0 || (await stat(value).catch(() => null)) !== null) return { engine: value, kernel: null };
  return { engine: value.slice(0, at), kernel: value.slice(at + 1) };
}
