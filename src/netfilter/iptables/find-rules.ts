import { FirewallError, type Chain, type Rule, type Snapshot } from '../types.js';
import { parseCommand, type Clause } from './command.js';
import { canonicalizeSpecification } from './specification.js';

const chainOptions = new Set(['append', 'insert', 'delete', 'check', 'replace']);

/**
 * Finds the rules written as `POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE`, in their order; none if there
 * is no such rule or chain. Compares rules with `canonicalizeSpecification`.
 *
 * @param text The chain and the specification; may include `iptables`, `-A`, `-I` and a position, `-t`.
 * @throws FirewallError if the text is not a rule, names no chain or another table, or the table is unreadable.
 */
export function findRules(snapshot: Snapshot, table: string, text: string): readonly Rule[] {
  const { leading, clauses } = parseCommand(text);
  const otherTable = clauses.find((clause) => clause.option === 'table' && clause.values[0] !== table);
  if (otherTable !== undefined)
    throw new FirewallError(
      `Cannot find rule "${text}" in table ${table}: it says -t ${otherTable.values[0] ?? ''}. Use the same table.`,
    );
  const chain = readChainName(text, leading, clauses);
  const wanted = canonicalizeSpecification(clauses);
  return listRules(snapshot, table, chain).filter(
    (rule) => canonicalizeSpecification(parseCommand(rule.specification).clauses) === wanted,
  );
}

/**
 * Lists a chain's rules in their order; none if there is no such chain.
 *
 * @throws FirewallError if the table is unreadable: a rule's absence proves nothing.
 */
export function listRules(snapshot: Snapshot, table: string, chain: string): readonly Rule[] {
  return findChain(snapshot, table, chain)?.rules ?? [];
}

/** Finds a built-in chain's policy, ACCEPT or DROP; null for other chains. Throws as `listRules` does. */
export function findPolicy(snapshot: Snapshot, table: string, chain: string): string | null {
  return findChain(snapshot, table, chain)?.policy ?? null;
}

/** Formats a rule as `iptables -S` prints it, a rule of nftables as nft does. */
export function formatRule(rule: Rule): string {
  if (rule.nft !== undefined) return rule.specification;
  return `-A ${rule.chain}${rule.specification === '' ? '' : ` ${rule.specification}`}`;
}

function findChain(snapshot: Snapshot, table: string, name: string): Chain | undefined {
  if (snapshot.unreadable.includes(table)) {
    throw new FirewallError(
      `Cannot list table ${table}: nft added rules that iptables-save cannot print. ` +
        'See nft list ruleset, and move those rules to a table of another name.',
    );
  }
  return snapshot.chains.find((chain) => chain.table === table && chain.name === name);
}

function readChainName(text: string, leading: readonly string[], clauses: readonly Clause[]): string {
  const named = clauses.find((clause) => chainOptions.has(clause.option))?.values[0];
  const chains = [
    ...leading.filter((word) => !/^ip6?tables(-nft|-legacy)?$/.test(word)),
    ...(named === undefined ? [] : [named]),
  ];
  const [chain] = chains;
  if (chain === undefined || chains.length > 1) {
    throw new FirewallError(
      `Rule "${text}" ${chain === undefined ? 'names no chain' : `names several chains (${chains.join(', ')})`}. ` +
        'Write CHAIN and specification: POSTROUTING -s 172.17.0.0/16 -j MASQUERADE.',
    );
  }
  return chain;
}
