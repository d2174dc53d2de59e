import { FirewallError, type Chain, type FirewallSnapshot, type NftSet, type NftTable, type Rule } from '../types.js';
import { canonicalizeRuleText } from './rule-text.js';

const families = ['ip', 'ip6', 'inet', 'arp', 'bridge', 'netdev'];

/** A rule as a reader writes it: `docker-bridges filter-FORWARD oifname vmap @filter-forward-in-jumps`. */
interface WrittenRule {
  /** With its family: `ip docker-bridges`. */
  readonly table: string;
  readonly chain: string;
  readonly text: string;
}

/** Returns a table's name with its family, as rules have it; without one it is `ip`, as for nft. */
export function qualifyTable(table: string): string {
  return families.includes(table.split(' ')[0] ?? '') && table.includes(' ') ? table : `ip ${table}`;
}

/** Splits a written rule. @throws FirewallError if it names no table and chain. */
export function parseWrittenRule(written: string): WrittenRule {
  const words = written.trim().split(/\s+/);
  const named = words.length > 2 && families.includes(words[0] ?? '') ? 2 : 1;
  const [chain, ...rest] = words.slice(named);
  if (chain === undefined)
    throw new FirewallError(
      `Rule "${written}" names no chain. Write FAMILY TABLE CHAIN and the rule, for example ` +
        'inet shop forward tcp dport 80 drop; the family ip can be omitted.',
    );
  return { table: qualifyTable(words.slice(0, named).join(' ')), chain, text: rest.join(' ') };
}

/**
 * Finds the rules of nftables written as `docker-bridges CHAIN RULE` or `inet shop CHAIN RULE`, in their order.
 * Compares rules with `canonicalizeRuleText`; a comment counts if one is written.
 *
 * @throws FirewallError if the text names no table and chain.
 */
export function findNftRules(firewall: FirewallSnapshot, written: string): readonly Rule[] {
  const { table, chain, text } = parseWrittenRule(written);
  const wanted = canonicalizeRuleText(text);
  return (findNftChain(firewall, table, chain)?.rules ?? []).filter(({ specification }) => {
    const listed = canonicalizeRuleText(specification);
    return listed.text === wanted.text && (wanted.comment === null || wanted.comment === listed.comment);
  });
}

/** Finds a chain of nftables; undefined if there is none. @param table With its family. */
export function findNftChain(firewall: FirewallSnapshot, table: string, name: string): Chain | undefined {
  return findNftTable(firewall, table)?.chains.find((chain) => chain.name === name);
}

/** Finds a set, map or verdict map; undefined if there is none. @param table With its family. */
export function findNftSet(firewall: FirewallSnapshot, table: string, name: string): NftSet | undefined {
  return findNftTable(firewall, table)?.sets.find((set) => set.name === name);
}

/** Finds a table of nftables; undefined if there is none. @param name With its family. */
function findNftTable({ nftables }: FirewallSnapshot, name: string): NftTable | undefined {
  return nftables?.tables.find((table) => `${table.family} ${table.name}` === name);
}
