import { compareVersions, isVersionBetween, shortenRelease } from '../../compare/index.js';
import { UsageError } from '../errors.js';
import { chooseKernel, type KernelChoiceOptions } from '../run/kernels.js';
import type { BisectEngine, BisectEngines } from './engines.js';

/** Values of `docknet bisect`'s options that name kernels. */
export interface KernelNames {
  readonly good: string;
  readonly bad: string;
  /** Fetched kernels, or files of kernels. */
  readonly kernels: readonly string[];
}

/** Splits the values of `--kernels`, which may be lists: "debian:bookworm,debian:trixie". */
export const splitKernelNames = (values: readonly string[]): string[] =>
  values.flatMap((value) => value.split(',').map((name) => name.trim())).filter((name) => name !== '');

/**
 * Lists the kernels from `--good` to `--bad`: those of `--kernels` between the two. `--good` and `--bad` name a kernel
 * as `--kernel` does, or one of `--kernels` by its version.
 *
 * @throws UsageError if a kernel is not there, or both ends have one version.
 */
export async function findBisectKernels(
  { good, bad, kernels }: KernelNames,
  options: Pick<KernelChoiceOptions, 'modules' | 'kernelCache'>,
): Promise<BisectEngines> {
  const named: BisectEngine[] = [];
  for (const name of new Set(kernels)) named.push(await readKernel(name, options, '--kernels'));
  const first = await findEnd('--good', good, named, options);
  const last = await findEnd('--bad', bad, named, options);
  if (compareVersions(first.version, last.version) === 0)
    throw new UsageError(`--good ${good} and --bad ${bad} are both kernel ${first.version}. Name two versions.`);
  const [oldest, newest] = [first, last].map(({ version }) => version).sort(compareVersions);
  const between = named
    .filter(({ version }) => isVersionBetween(version, oldest ?? '', newest ?? ''))
    .filter(({ version }, n, all) => all.findIndex((other) => other.version === version) === n)
    .sort((one, other) => compareVersions(one.version, other.version));
  if (oldest !== first.version) between.reverse();
  const tried = [first, ...between, last].map(({ version }) => version);
  return { engines: [first, ...between, last], outside: named.filter(({ version }) => !tried.includes(version)) };
}

async function findEnd(
  option: '--good' | '--bad',
  name: string,
  named: readonly BisectEngine[],
  options: Pick<KernelChoiceOptions, 'modules' | 'kernelCache'>,
): Promise<BisectEngine> {
  if (!/^\d+\.\d+/.test(name)) return readKernel(name, options, option);
  const found = named.filter(({ version }) => version === name || shortenRelease(version) === name);
  const [kernel, ...others] = found;
  if (kernel !== undefined && others.length === 0) return kernel;
  const versions = named.map(({ version }) => version).join(', ');
  throw new UsageError(
    `${option} ${name}: ${found.length === 0 ? 'none' : 'several'} of --kernels ${found.length === 0 ? 'is' : 'are'} ` +
      `of this version${versions === '' ? '' : ` (they are ${versions})`}. Pass a fetched kernel by its name.`,
  );
}

async function readKernel(
  name: string,
  { modules, kernelCache }: Pick<KernelChoiceOptions, 'modules' | 'kernelCache'>,
  option: string,
): Promise<BisectEngine> {
  const { release } = await chooseKernel(name, modules, kernelCache, option);
  // Debian appends its own version and flavour.
  return { name, version: /^[\d.]+/.exec(release)?.[0].replace(/\.$/, '') ?? release, isAtHand: true, kernel: name };
}
