import type { Nft } from '../nft/nft.js';
import { isTraceTable } from '../trace/trace-table.js';
import { FirewallError, type Snapshot } from '../types.js';
import { isIptablesTable } from './iptables-tables.js';
import { addRuleTexts } from './rule-texts.js';

/**
 * Lists the tables of nftables without those of iptables and docknet: `nft -j list ruleset`, with the text of each
 * rule. Runs nft at most once if there are none. Returns null if there are none, and if no nft can list them: then
 * `nft.warnings` has the reason.
 *
 * @param iptables The backend of iptables, and the tables of the same firewall that it cannot list.
 * @param ruleset A listing of `nft -a list ruleset` with the tables that are there now; null if there is none.
 */
export async function listNftables(
  nft: Nft,
  iptables: Pick<Snapshot, 'backend' | 'unreadable'>,
  ruleset: string | null = null,
): Promise<string | null> {
  try {
    const tables = [...(ruleset ?? (await nft.list('list', 'tables'))).matchAll(/^table (\S+) (\S+)/gm)];
    const isOthers = (family: string, table: string): boolean =>
      isIptablesTable(family, table, iptables) || (family === 'inet' && isTraceTable(table));
    if (tables.every(([, family = '', name = '']) => isOthers(family, name))) return null;
    const [json, text] = await Promise.all([nft.list('-j', 'list', 'ruleset'), nft.list('-a', 'list', 'ruleset')]);
    return addRuleTexts(json, text, isOthers);
  } catch (cause) {
    if (!(cause instanceof FirewallError || cause instanceof SyntaxError)) throw cause;
    if (nft.problem === null) nft.warn(`nftables’ tables are not recorded: ${cause.message}`);
    return null;
  }
}
