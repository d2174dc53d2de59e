import {
  findNftChain,
  findNftRules,
  findRules,
  formatRule,
  parseWrittenRule,
  type Chain,
  type FirewallSnapshot,
  type Rule,
} from '../../netfilter/index.js';
import type { Finding } from '../expectation.js';

/** One rule as each firewall backend has it. */
export interface RuleSpelling {
  /** Table, chain and rule as iptables prints it: `nat POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE`. */
  readonly iptables?: string;
  /**
   * Table, chain and rule as nft prints it, with any counter and, unless written, any comment:
   * `docker-bridges raw-PREROUTING ip daddr 172.17.0.2 iifname != docker0 drop`. The table's family is written if it is
   * not ip: `inet shop forward tcp dport 80 drop`.
   */
  readonly nftables?: string;
}

/** A rule as checks write it: an iptables table and rule, or its spellings. */
export type RuleWords = readonly [table: string, text: string] | RuleSpelling;

/** A rule in the one spelling that is judged. */
export interface WrittenRule {
  readonly backend: 'iptables' | 'nftables';
  /** For messages: `nat`, `nftables`. */
  readonly table: string;
  readonly text: string;
}

/**
 * Selects the spelling for an engine's backend; the other one if there is no such spelling.
 *
 * @throws if there is none at all.
 */
export function selectSpelling(rule: RuleWords, backend: WrittenRule['backend']): WrittenRule {
  const { iptables, nftables } = isSpelling(rule) ? rule : { iptables: rule.join(' ') };
  if (nftables !== undefined && (backend === 'nftables' || iptables === undefined))
    return { backend: 'nftables', table: 'nftables', text: nftables };
  const [, table = '', text = ''] = /^(\S+)\s+(.*)$/s.exec(iptables?.trim() ?? '') ?? [];
  if (text === '')
    throw new Error(
      `The rule ${JSON.stringify(rule)} is not written as table, chain and rule. ` +
        "Write rule({ iptables: 'filter FORWARD -j DROP', nftables: 'docker-bridges filter-FORWARD drop' }).",
    );
  return { backend: 'iptables', table, text };
}

const isSpelling = (rule: RuleWords): rule is RuleSpelling => !Array.isArray(rule);

/** Finds the rules of a firewall that are written so, in their order. */
export function findWritten(firewall: FirewallSnapshot, { backend, table, text }: WrittenRule): readonly Rule[] {
  return backend === 'nftables' ? findNftRules(firewall, text) : findRules(firewall.iptables, table, text);
}

/** Says what a firewall has in place of a rule that it does not have. */
export function describeMissing(firewall: FirewallSnapshot, rule: WrittenRule): string {
  const { table, name, chain } = findItsChain(firewall, rule);
  if (chain === undefined) return `there is no chain ${name} in ${table}`;
  return `no such rule; ${name} has ${chain.rules.length === 0 ? 'none' : chain.rules.map(formatRule).join('; ')}`;
}

/** Returns the finding for a rule that a firewall does not have. */
export function reportMissing(firewall: FirewallSnapshot, rule: WrittenRule): Finding {
  const { table, name, chain } = findItsChain(firewall, rule);
  const missing = chain === undefined ? { missingChain: `${table} ${name}` } : {};
  return { held: false, seen: describeMissing(firewall, rule), ...missing };
}

interface NamedChain {
  readonly table: string;
  readonly name: string;
  /** Undefined if the firewall has no such chain. */
  readonly chain: Chain | undefined;
}

function findItsChain(firewall: FirewallSnapshot, { backend, table, text }: WrittenRule): NamedChain {
  if (backend === 'nftables') {
    const { table: qualified, chain: name } = parseWrittenRule(text);
    return { table: qualified, name, chain: findNftChain(firewall, qualified, name) };
  }
  const name = text.replace(/^-A\s+/, '').split(/\s/)[0] ?? '';
  return { table, name, chain: firewall.iptables.chains.find((one) => one.table === table && one.name === name) };
}
