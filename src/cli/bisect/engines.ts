import { compareVersions, isVersionBetween } from '../../compare/index.js';
import { findEngine, listCachedEngines, listDockerEngines, readEngineVersion } from '../../engine/index.js';
import { UsageError } from '../errors.js';
import { chooseEngine } from '../run/engines.js';
import { cacheOf, sourceOf, type RepositoryOptions } from '../run/fetch-engine.js';

/** An engine that a bisection can try, or a kernel. */
export interface BisectEngine {
  /** As `--engine` or `--kernel` takes it: "debian:forky". */
  readonly name: string;
  /** "28.5.2"; of a kernel "6.12.117". */
  readonly version: string;
  /** False for an engine that must be fetched first. */
  readonly isAtHand: boolean;
  /** As `--kernel` takes it, in a bisection over kernels; absent for engines. */
  readonly kernel?: string;
}

/** Returns what a bisection is over, in words. */
export const describeKind = ({ kernel }: BisectEngine): 'engine' | 'kernel' =>
  kernel === undefined ? 'engine' : 'kernel';

/** The engines of a bisection. */
export interface BisectEngines {
  /** From the good one to the bad one by version, each version once. */
  readonly engines: readonly BisectEngine[];
  /** Engines of `--among` that are not between the two. */
  readonly outside: readonly BisectEngine[];
}

/** Values of `docknet bisect`'s options that name engines. */
export interface EngineNames {
  readonly good: string;
  readonly bad: string;
  readonly among: readonly string[];
}

/** Lists the engines of Docker's repository. @throws EngineError if it cannot be read or verified. */
export async function listFetchableEngines(options: RepositoryOptions, signal: AbortSignal): Promise<BisectEngine[]> {
  const { engines } = await listDockerEngines(cacheOf(options), { ...sourceOf(options), signal });
  return engines.map(({ name }) => ({ name, version: name.replace('docker:', ''), isAtHand: false }));
}

/**
 * Lists the engines from `--good` to `--bad`: those of `--among`, then those in the cache, then the machine's own, then
 * those that can be fetched. Of several engines of one version it takes the first.
 *
 * @throws UsageError if a name is no engine, or both ends have one version; EngineError if an engine is unusable.
 */
export async function findBisectEngines(
  { good, bad, among }: EngineNames,
  cache: string,
  fetchable: readonly BisectEngine[],
): Promise<BisectEngines> {
  const named: BisectEngine[] = [];
  for (const name of among) named.push(await readEngine(name, cache, '--among'));
  const available = [...named, ...(await listEnginesAtHand(cache)), ...fetchable];
  const first = await findEnd('--good', good, available, cache);
  const last = await findEnd('--bad', bad, available, cache);
  if (compareVersions(first.version, last.version) === 0)
    throw new UsageError(`--good ${good} and --bad ${bad} are both engine ${first.version}. Name two versions.`);
  const [oldest, newest] = [first, last].map(({ version }) => version).sort(compareVersions);
  const isBetween = ({ version }: BisectEngine) => isVersionBetween(version, oldest ?? '', newest ?? '');
  const between = available
    .filter(isBetween)
    .filter(({ version }, n, all) => all.findIndex((other) => other.version === version) === n)
    .sort((one, other) => compareVersions(one.version, other.version));
  if (oldest !== first.version) between.reverse();
  return {
    engines: [first, ...between, last],
    outside: named.filter(
      ({ version }) => ![first.version, last.version, ...between.map((b) => b.version)].includes(version),
    ),
  };
}

/** Lists the engines in the cache and the machine's own. */
async function listEnginesAtHand(cache: string): Promise<BisectEngine[]> {
  const cached = (await listCachedEngines(cache)).map(({ name, version }): BisectEngine => ({
    name,
    version,
    isAtHand: true,
  }));
  const own = await readEngine('private', cache, '--among').catch(() => null);
  return [...cached, ...(own === null ? [] : [own])];
}

/** Finds the engine that `--good` or `--bad` names: by version, or as `--engine` names one. */
async function findEnd(
  option: '--good' | '--bad',
  name: string,
  available: readonly BisectEngine[],
  cache: string,
): Promise<BisectEngine> {
  if (!/^\d+\.\d+\.\d+$/.test(name)) return readEngine(name, cache, option);
  const found = available.find(({ version }) => version === name);
  if (found !== undefined) return found;
  const versions = [...new Set(available.map(({ version }) => version))].sort(compareVersions).join(', ');
  const known = versions === '' ? '' : ` (there are ${versions})`;
  throw new UsageError(
    `${option} ${name}: no such engine is at hand or can be fetched${known}. Pass a directory with one.`,
  );
}

async function readEngine(name: string, cache: string, option: string): Promise<BisectEngine> {
  if (name === 'host')
    throw new UsageError(
      `${option} host: docknet bisect runs engines in labs. Pass private for the machine’s dockerd.`,
    );
  const engine = await chooseEngine(name, cache, option);
  return { name, version: await readEngineVersion(await findEngine(engine.choice)), isAtHand: true };
}
