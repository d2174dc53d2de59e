import { access } from 'node:fs/promises';
import { startRecorder } from '../capture/index.js';
import { findEngine } from '../engine/index.js';
import { kernelFeatures, lacks } from './kernel-features.js';
import { runCommand } from '../process/index.js';

/** One thing that docknet needs. */
export interface Diagnosis {
  readonly name: string;
  /** What was seen in its place; null where it is there. */
  readonly missing: string | null;
  /** What to do, with the command. */
  readonly mend: string;
}

/** Commands a lab is made with, and the Debian packages that have them. */
const tools: readonly (readonly [command: string, package_: string])[] = [
  ['ip', 'iproute2'],
  ['iptables', 'iptables'],
  ['iptables-save', 'iptables'],
  ['nft', 'nftables'],
  ['conntrack', 'conntrack'],
  ['nsenter', 'util-linux'],
  ['unshare', 'util-linux'],
  ['setpriv', 'util-linux'],
  ['sysctl', 'procps'],
  ['tar', 'tar'],
];

/** Looks for everything that docknet needs on this machine. Changes nothing: the kernel is tried in namespaces that vanish. */
export async function diagnose(): Promise<Diagnosis[]> {
  const root = process.getuid?.() === 0;
  const [commands, busybox, engine, recorder] = await Promise.all([
    missingTools(),
    staticBusybox(),
    privateEngine(),
    recorderWorks(),
  ]);
  const rights: Diagnosis = {
    name: 'root',
    missing: root ? null : `this is user ${process.getuid?.() ?? ''}`,
    mend: 'Run docknet with sudo.',
  };
  return [rights, commands, busybox, engine, recorder, ...(root ? await kernel() : [])];
}

/** The kernel's part of the diagnosis. Needs root. */
export async function kernel(): Promise<Diagnosis[]> {
  return Promise.all(
    kernelFeatures.map(async (feature): Promise<Diagnosis> => ({
      name: `kernel: ${feature.name}`,
      missing: await lacks(feature),
      mend: feature.mend,
    })),
  );
}

async function missingTools(): Promise<Diagnosis> {
  const missing = (
    await Promise.all(
      tools.map(async ([command, from]) => {
        const found = await runCommand(['sh', '-c', 'command -v "$0"', command]);
        return found.status === 0 ? [] : [{ command, from }];
      }),
    )
  ).flat();
  const packages = [...new Set(missing.map(({ from }) => from))].join(' ');
  return {
    name: 'tools (iproute2, iptables, nftables, conntrack, util-linux)',
    missing: missing.length === 0 ? null : missing.map(({ command }) => command).join(', '),
    mend: `sudo apt-get install --no-install-recommends ${packages}`,
  };
}

async function staticBusybox(): Promise<Diagnosis> {
  const there = await access('/bin/busybox').then(
    () => true,
    () => false,
  );
  const dynamic = there && (await runCommand(['ldd', '/bin/busybox'])).status === 0;
  return {
    name: 'static busybox',
    missing: !there
      ? 'no /bin/busybox'
      : dynamic
        ? '/bin/busybox is the dynamic one, which does not run in an image of nothing else'
        : null,
    mend: 'sudo apt-get install --no-install-recommends busybox-static',
  };
}

async function privateEngine(): Promise<Diagnosis> {
  const said = await findEngine({ kind: 'private' }).then(
    () => null,
    (cause: unknown) => (cause instanceof Error ? cause.message : String(cause)),
  );
  return { name: 'engine (dockerd)', missing: said, mend: 'sudo apt-get install --no-install-recommends docker.io' };
}

async function recorderWorks(): Promise<Diagnosis> {
  const said = await startRecorder().then(
    async (recorder) => {
      await recorder.close();
      return null;
    },
    (cause: unknown) => (cause instanceof Error ? cause.message : String(cause)),
  );
  return {
    name: 'recorder (cap with docknet’s extensions, libpcap)',
    missing: said,
    mend: 'In a clone: npm run build. Otherwise install docknet’s package again, with libpcap-dev, make, g++ and python3 there.',
  };
}
