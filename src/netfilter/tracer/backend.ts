import type { CommandResult } from '../../lab/index.js';

/** Through what a packet of IPv4 that is traced is told (nf_log_syslog's documentation in ip-sysctl: net.netfilter.nf_log). */
export const tracedBy = '/proc/sys/net/netfilter/nf_log/2';

/** Whether a place's iptables is the legacy one: it says so itself, `iptables v1.8.9 (legacy)`. */
export async function isLegacy(run: (argv: readonly string[]) => Promise<CommandResult>): Promise<boolean> {
  return /\(legacy\)/.test((await run(['iptables', '--version'])).stdout);
}

/** The command that takes a table of docknet's out, if it is there. */
export const remove = (table: string): string => `nft delete table inet ${table} 2>/dev/null`;
