import type { EngineProgram } from '../engine/index.js';
import { useLegacyIptables } from './legacy-iptables.js';
import { type CommandPrefix, quote } from '../process/index.js';

/** A later engine to which a lab's own can be upgraded. */
export interface NewerEngine {
  /** As a person calls it: "debian:trixie". */
  readonly name: string;
  /** "26.1.5" */
  readonly version: string;
  /** From a root file system. */
  readonly program: EngineProgram;
}

const place = (n: number) => `/run/docknet/newer/${n}`;

/** Shell commands, run while the machine's files are still seen, that put the roots of newer engines where the lab finds them. @param at What comes before /run in a root that is yet to be entered. */
export function mountNewerEngines(engines: readonly NewerEngine[], at: string): string[] {
  return engines.flatMap(({ program }, n) => [
    `mkdir -p ${at}${place(n)}`,
    `mount --bind ${quote(program.root ?? program.path)} ${at}${place(n)}`,
  ]);
}

/**
 * Into the root file system of a lab's n-th newer engine, where the lab's processes, interfaces, sockets and the old engine's data
 * are the same: a mount namespace of its own with that root, and the lab's /run, /proc, /sys and /dev in it.
 *
 * @param iptables "legacy" for a lab whose iptables is the legacy one: the newer engine's is then too.
 */
export function newerEnginePrefix(inside: CommandPrefix, n: number, iptables?: 'legacy'): CommandPrefix {
  const root = place(n);
  const script = [
    'set -e',
    ...['proc', 'sys', 'dev', 'run'].map((part) => `mkdir -p ${root}/${part}; mount --rbind /${part} ${root}/${part}`),
    `mkdir -p ${root}/tmp /run/docknet/old; mount -t tmpfs docknet ${root}/tmp`,
    ...['resolv.conf', 'hosts'].map(
      (file) => `[ ! -f ${root}/etc/${file} ] || mount --bind /etc/${file} ${root}/etc/${file}`,
    ),
    `cd ${root}`,
    'pivot_root . run/docknet/old',
    'umount -l /run/docknet/old',
    ...(iptables === 'legacy' ? useLegacyIptables : []),
    'exec "$@"',
  ].join('\n');
  return [...inside, 'unshare', '--mount', '--', 'sh', '-c', script, 'newer-engine'];
}
