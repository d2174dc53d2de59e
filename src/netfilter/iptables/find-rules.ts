import { type Clause, parseCommand } from './command.js';
import { type Chain, FirewallError, type Rule, type Snapshot } from '../types.js';
import { canonicalizeSpecification } from './specification.js';

const places = new Set(['append', 'insert', 'delete', 'check', 'replace']);

/**
 * The rules that a person means by a text such as `POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE`, in their
 * order; none where there is no such rule or chain. See `canonicalSpecification` for what counts as the same rule.
 *
 * @param text The chain and the specification; `iptables`, `-A`, `-I` and its position, and `-t` may stand there too.
 * @throws FirewallError where the text is no rule, names no chain or another table, or the table could not be listed whole.
 */
export function findRules(snapshot: Snapshot, table: string, text: string): readonly Rule[] {
  const { leading, clauses } = parseCommand(text);
  const otherTable = clauses.find((clause) => clause.option === 'table' && clause.values[0] !== table);
  if (otherTable !== undefined)
    throw new FirewallError(
      `the rule "${text}" is looked for in table ${table} but says -t ${otherTable.values[0] ?? ''}. Make the two agree.`,
    );
  const chain = chainOf(text, leading, clauses);
  const wanted = canonicalizeSpecification(clauses);
  return listRules(snapshot, table, chain).filter(
    (rule) => canonicalizeSpecification(parseCommand(rule.specification).clauses) === wanted,
  );
}

/**
 * A chain's rules in their order; none where there is no such chain.
 *
 * @throws FirewallError where iptables could not list the table whole, so that a rule's absence would mean nothing.
 */
export function listRules(snapshot: Snapshot, table: string, chain: string): readonly Rule[] {
  return chainNamed(snapshot, table, chain)?.rules ?? [];
}

/** A built-in chain's policy, ACCEPT or DROP; null for a user-defined chain and for one that is not there. Throws as `rulesOf` does. */
export function findPolicy(snapshot: Snapshot, table: string, chain: string): string | null {
  return chainNamed(snapshot, table, chain)?.policy ?? null;
}

/** A rule as `iptables -S` prints it. */
export function formatRule(rule: Rule): string {
  return `-A ${rule.chain}${rule.specification === '' ? '' : ` ${rule.specification}`}`;
}

function chainNamed(snapshot: Snapshot, table: string, name: string): Chain | undefined {
  if (snapshot.unreadable.includes(table)) {
    throw new FirewallError(
      `the table ${table} could not be listed whole: nft has put into it what iptables-save cannot print. Look at it with nft list ruleset, and move the foreign rules to a table of another name.`,
    );
  }
  return snapshot.chains.find((chain) => chain.table === table && chain.name === name);
}

function chainOf(text: string, leading: readonly string[], clauses: readonly Clause[]): string {
  const named = clauses.find((clause) => places.has(clause.option))?.values[0];
  const chains = [
    ...leading.filter((word) => !/^ip6?tables(-nft|-legacy)?$/.test(word)),
    ...(named === undefined ? [] : [named]),
  ];
  const [chain] = chains;
  if (chain === undefined || chains.length > 1) {
    throw new FirewallError(
      `the rule "${text}" ${chain === undefined ? 'names no chain' : `names more than one chain (${chains.join(', ')})`}. Write it as CHAIN and specification: POSTROUTING -s 172.17.0.0/16 -j MASQUERADE.`,
    );
  }
  return chain;
}
