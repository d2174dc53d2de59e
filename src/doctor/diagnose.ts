import { access } from 'node:fs/promises';
import { startRecorder } from '../capture/index.js';
import { findEngine } from '../engine/index.js';
import { createMachineNft } from '../lab/index.js';
import { runCommand } from '../process/index.js';
import type { Diagnosis } from './diagnosis.js';
import { findFetchTools } from './fetch-tools.js';
import { findKernelTools } from './kernel-tools.js';
import { findMissing, kernelFeatures } from './kernel-features.js';

/** Commands that labs use, with their Debian packages. */
const commands: readonly (readonly [command: string, package_: string])[] = [
  ['ip', 'iproute2'],
  ['iptables', 'iptables'],
  ['iptables-save', 'iptables'],
  ['nft', 'nftables'],
  ['conntrack', 'conntrack'],
  ['nsenter', 'util-linux'],
  ['unshare', 'util-linux'],
  ['setpriv', 'util-linux'],
  ['sysctl', 'procps'],
  ['mount', 'mount'],
  ['tar', 'tar'],
  ['perl', 'perl-base'],
];

/**
 * Looks for everything docknet needs. Changes nothing: the kernel is tried in namespaces that end with the try.
 *
 * @param engineCache The fetched engines. Default: the default cache.
 */
export async function diagnose(engineCache?: string): Promise<Diagnosis[]> {
  const isRoot = process.getuid?.() === 0;
  const root: Diagnosis = {
    name: 'root',
    missing: isRoot ? null : `this is user ${process.getuid?.() ?? ''}`,
    fix: 'Run docknet with sudo.',
  };
  const [tools, fetching, kernels, busybox, engine, recorder] = await Promise.all([
    findCommands(),
    findFetchTools(),
    findKernelTools(),
    findStaticBusybox(),
    findPrivateEngine(),
    tryRecorder(),
  ]);
  if (!isRoot) return [root, tools, busybox, engine, recorder, fetching, kernels];
  const [nft, kernel] = await Promise.all([tryNft(engineCache), tryKernel()]);
  return [root, tools, nft, busybox, engine, recorder, ...kernel, fetching, kernels];
}

/** Lists the kernel features that are missing, each with what to do. Needs root. */
export async function findMissingKernelFeatures(): Promise<string[]> {
  return (await tryKernel()).flatMap(({ name, missing, fix }) =>
    missing === null ? [] : [`${name} is missing: ${missing} ${fix}`],
  );
}

async function tryKernel(): Promise<Diagnosis[]> {
  return Promise.all(
    kernelFeatures.map(async (feature): Promise<Diagnosis> => ({
      name: `kernel: ${feature.name}`,
      missing: await findMissing(feature),
      fix: feature.fix,
    })),
  );
}

async function findCommands(): Promise<Diagnosis> {
  const found = await Promise.all(
    commands.map(async ([command]) => (await runCommand(['sh', '-c', 'command -v "$0"', command])).status === 0),
  );
  const missing = commands.filter((_, n) => found[n] === false);
  const packages = [...new Set(missing.map(([, package_]) => package_))].join(' ');
  return {
    name: 'tools (iproute2, iptables, nftables, conntrack, util-linux)',
    missing: missing.length === 0 ? null : missing.map(([command]) => command).join(', '),
    fix: `sudo apt-get install --no-install-recommends ${packages}`,
  };
}

/** Reads this machine's tables with its nft. One that crashes is named, also if docknet has another. */
async function tryNft(engineCache?: string): Promise<Diagnosis> {
  const nft = createMachineNft(undefined, engineCache);
  await nft.replace();
  const [problem = null] = nft.warnings;
  return {
    name: nft.problem === null && problem !== null ? problem : 'nft, over this machine’s tables',
    missing: nft.problem,
    fix: 'Install it, or fetch an engine: docknet then uses the engine’s nft. sudo docknet engine fetch debian:forky',
  };
}

async function findStaticBusybox(): Promise<Diagnosis> {
  const exists = await access('/bin/busybox').then(
    () => true,
    () => false,
  );
  const isDynamic = exists && (await runCommand(['ldd', '/bin/busybox'])).status === 0;
  return {
    name: 'static busybox',
    missing: !exists
      ? 'no /bin/busybox'
      : isDynamic
        ? '/bin/busybox is dynamically linked; an image of busybox alone needs a static one'
        : null,
    fix: 'sudo apt-get install --no-install-recommends busybox-static',
  };
}

async function findPrivateEngine(): Promise<Diagnosis> {
  return {
    name: 'engine (dockerd)',
    missing: await errorOf(findEngine({ kind: 'private' })),
    fix: 'sudo apt-get install --no-install-recommends docker.io',
  };
}

async function tryRecorder(): Promise<Diagnosis> {
  return {
    name: 'recorder (cap with docknet’s extensions, libpcap)',
    missing: await errorOf(startRecorder().then((recorder) => recorder.close())),
    fix: 'In a clone: npm run build. Otherwise install libpcap-dev, make, g++ and python3, then compile cap as above.',
  };
}

/** Returns why work failed; null if it did not. */
const errorOf = (work: Promise<unknown>): Promise<string | null> =>
  work.then(
    () => null,
    (cause: unknown) => (cause instanceof Error ? cause.message : String(cause)),
  );
