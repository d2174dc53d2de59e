import type { EngineProgram } from '../engine/index.js';
import { quote, type CommandPrefix } from '../process/index.js';
import { useLegacyIptables } from './iptables.js';

/** A later engine to which a lab's engine can be upgraded. */
export interface NewerEngine {
  /** "debian:trixie" */
  readonly name: string;
  /** "26.1.5" */
  readonly version: string;
  /** With a root file system. */
  readonly program: EngineProgram;
}

const mountPoint = (n: number) => `/run/docknet/newer/${n}`;

/**
 * Returns shell commands that mount the roots of newer engines in the lab. They run while the machine's files are
 * visible.
 *
 * @param root The root that the lab will enter, "" for the machine's own.
 */
export function mountNewerEngines(engines: readonly NewerEngine[], root: string): string[] {
  return engines.flatMap(({ program }, n) => [
    `mkdir -p ${root}${mountPoint(n)}`,
    `mount --bind ${quote(program.root ?? program.path)} ${root}${mountPoint(n)}`,
  ]);
}

/**
 * Returns the prefix that enters the root file system of a lab's n-th newer engine: a mount namespace with that root
 * and the lab's /run, /proc, /sys and /dev, so that processes, interfaces, sockets and the old engine's data are the
 * same.
 *
 * @param iptables "legacy" if the lab's iptables is the legacy program: the newer engine's is then too.
 */
export function newerEnginePrefix(lab: CommandPrefix, n: number, iptables?: 'legacy'): CommandPrefix {
  const root = mountPoint(n);
  const script = [
    'set -e',
    ...['proc', 'sys', 'dev', 'run'].map((part) => `mkdir -p ${root}/${part}; mount --rbind /${part} ${root}/${part}`),
    `mkdir -p ${root}/tmp /run/docknet/old; mount -t tmpfs docknet ${root}/tmp`,
    ...['resolv.conf', 'hosts'].map(
      (file) => `[ ! -f ${root}/etc/${file} ] || mount --bind /etc/${file} ${root}/etc/${file}`,
    ),
    `cd ${root}`,
    // A minimal root may lack pivot_root(8), as Debian forky's does; /run is the lab's.
    '/run/docknet/busybox pivot_root . run/docknet/old',
    'umount -l /run/docknet/old',
    ...(iptables === 'legacy' ? useLegacyIptables : []),
    'exec "$@"',
  ].join('\n');
  return [...lab, 'unshare', '--mount', '--', 'sh', '-c', script, 'newer-engine'];
}
