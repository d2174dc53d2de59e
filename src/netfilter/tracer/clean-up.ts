import { setTimeout as delay } from 'node:timers/promises';
import { startProcess, type CommandPrefix, type ManagedProcess, scaleMs } from '../../process/index.js';
import type { RunCommand } from '../iptables/listing.js';
import type { Nft } from '../nft/nft.js';

/** The logger of traced IPv4 packets (ip-sysctl, net.netfilter.nf_log). */
export const nfLogFile = '/proc/sys/net/netfilter/nf_log/2';

/** The names of a network namespace's tables of legacy iptables, one a line; absent without the kernel module. */
export const legacyTablesFile = '/proc/net/ip_tables_names';

/** Returns whether a namespace has tables of legacy iptables. @param run Runs a command there. */
export async function hasLegacyTables(run: RunCommand): Promise<boolean> {
  return (await run(['cat', legacyTablesFile])).stdout.trim() !== '';
}

/** Returns whether iptables is the legacy one, by its version: `iptables v1.8.9 (legacy)`. */
export async function isLegacyIptables(run: RunCommand): Promise<boolean> {
  return /\(legacy\)/.test((await run(['iptables', '--version'])).stdout);
}

/** Builds the shell command that deletes a table of docknet's if it exists. */
export const buildDeleteTableCommand = ({ script }: Pick<Nft, 'script'>, table: string): string =>
  `${script} delete table inet ${table} 2>/dev/null`;

/** Milliseconds until a hanging undo is no longer awaited. */
const timeoutMs = 10_000;

/**
 * Undoes something on demand or when this process exits for any reason, `kill -9` included: a shell waits at a pipe
 * that this process alone holds open. It runs in its own session, out of reach of Ctrl-C.
 */
export class UndoOnExit {
  private readonly child: ManagedProcess;

  /** @param undo Commands for sh that do no harm if there is nothing to undo. */
  constructor(prefix: CommandPrefix, undo: string) {
    this.child = startProcess([...prefix, 'sh', '-c', `read -r _\n${undo}`], {
      stdin: 'pipe',
      stdout: 'ignore',
      stderr: 'ignore',
      detached: true,
      outlives: true,
    });
  }

  async undoNow(): Promise<void> {
    this.child.endInput();
    const waiting = new AbortController();
    await Promise.race([
      this.child.ended,
      delay(scaleMs(timeoutMs), undefined, { signal: waiting.signal }).catch(() => undefined),
    ]);
    waiting.abort();
  }
}
