import { setTimeout as delay } from 'node:timers/promises';
import { startProcess, type CommandPrefix, type CommandResult, type ManagedProcess } from '../../process/index.js';

/** Through what a packet of IPv4 that is traced is told (nf_log_syslog's documentation in ip-sysctl: net.netfilter.nf_log). */
export const nfLogFile = '/proc/sys/net/netfilter/nf_log/2';

/** Whether a place's iptables is the legacy one: it says so itself, `iptables v1.8.9 (legacy)`. */
export async function isLegacyIptables(run: (argv: readonly string[]) => Promise<CommandResult>): Promise<boolean> {
  return /\(legacy\)/.test((await run(['iptables', '--version'])).stdout);
}

/** The command that takes a table of docknet's out, if it is there. */
export const buildDeleteTableCommand = (table: string): string => `nft delete table inet ${table} 2>/dev/null`;

/** Milliseconds that the undoing may take: a guard against one that hangs. */
const patience = 10_000;

/**
 * Undoes something when it is released or when this process ends, however it ends: a shell that waits at a pipe whose other end
 * is ours alone. It has a session of its own, so that Ctrl-C does not reach it.
 */
export class UndoOnExit {
  private readonly child: ManagedProcess;

  /** @param undo Commands for sh, safe to run where there is nothing to undo. */
  constructor(entry: CommandPrefix, undo: string) {
    this.child = startProcess([...entry, 'sh', '-c', `read -r _\n${undo}`], {
      stdin: 'pipe',
      stdout: 'ignore',
      stderr: 'ignore',
      detached: true,
      outlives: true,
    });
  }

  /** Has it undone now. */
  async undoNow(): Promise<void> {
    this.child.endInput();
    const waiting = new AbortController();
    await Promise.race([
      this.child.ended,
      delay(patience, undefined, { signal: waiting.signal }).catch(() => undefined),
    ]);
    waiting.abort();
  }
}
