import { formatRule } from '../iptables/find-rules.js';
import { isCompatibleName } from '../nftables/iptables-tables.js';
import type { BaseChain, ChainPass, NamedRule, Snapshot, TraceMessage } from '../types.js';
import { findBuiltInChain } from './base-chain.js';
import type { Additions } from './nft-monitor.js';
import { removeCounter, type NftChain } from './nft-ruleset.js';
import { findElement, findLookup, type VerdictMaps } from './verdict-maps.js';

/** One firewall as nft and iptables list it at the same time. */
export interface ListedFirewall {
  readonly ruleset: readonly NftChain[];
  readonly maps: VerdictMaps;
  readonly snapshot: Snapshot;
}

/**
 * Names the rules that a trace identifies by handle. The n-th rule of a chain in nft's listing is the n-th in
 * iptables-save's. A rule that a check added is in the later listing only, one that it removed in the earlier; handles
 * are never reused.
 */
export class RuleNames {
  /**
   * @param added What was added between the listings.
   * @param legacy True if iptables is the legacy one: nft's tables of iptables are another program's then.
   */
  constructor(
    private readonly listings: readonly ListedFirewall[],
    private readonly added: Additions,
    private readonly legacy: boolean,
  ) {}

  /** Finds how a base chain is attached; null for a chain that was never listed and is not one of iptables'. */
  findBase({ family, table, chain }: TraceMessage): BaseChain | null {
    for (const { ruleset } of this.listings) {
      const found = ruleset.find((one) => one.family === family && one.table === table && one.name === chain);
      if (found !== undefined) return found.base;
    }
    return (
      this.added.chains.get(`${family} ${table} ${chain}`) ?? (family === 'ip' ? findBuiltInChain(table, chain) : null)
    );
  }

  /** @param printed The rule as the trace prints it; null if it does not. */
  nameRule({ family, table, chain }: TraceMessage, handle: number, printed: string | null): NamedRule {
    const shownTable = formatTable(family, table, this.legacy);
    for (const { ruleset, snapshot } of this.listings) {
      const listed = ruleset.find((one) => one.family === family && one.table === table && one.name === chain);
      const at = listed?.rules.findIndex((rule) => rule.handle === handle) ?? -1;
      if (listed === undefined || at < 0) continue;
      const saved =
        family === 'ip' && !this.legacy
          ? snapshot.chains.find((one) => one.table === table && one.name === chain)
          : undefined;
      const rule = saved?.rules.length === listed.rules.length ? saved.rules[at] : undefined;
      if (rule !== undefined)
        return { table: shownTable, chain, position: rule.position, text: formatRule(rule), target: rule.target };
      const text = listed.rules[at]?.text ?? '';
      return { table: shownTable, chain, position: at + 1, text, target: findTarget(text) };
    }
    const text = removeCounter(this.added.rules.get(`${family} ${table} ${chain} ${handle}`) ?? printed ?? '');
    return {
      table: shownTable,
      chain,
      position: null,
      text: text === '' ? `rule with handle ${handle}, removed before the rules were listed` : text,
      target: findTarget(text),
    };
  }

  namePolicy({ family, table, chain }: TraceMessage, verdict: string): NamedRule {
    const policy = verdict.toUpperCase();
    const shownTable = formatTable(family, table, this.legacy);
    const text = shownTable === table ? `-P ${chain} ${policy}` : `policy ${verdict}`;
    return { table: shownTable, chain, position: null, text, target: policy };
  }

  /** Finds the element of a verdict map that decided: `"docker0" : jump filter-forward-in__docker0`. */
  findElement(
    { family, table }: TraceMessage,
    { text }: NamedRule,
    verdict: string,
    packet: Pick<ChainPass, 'in' | 'out' | 'header'>,
  ): string | null {
    if (!text.includes('vmap')) return null;
    for (const { maps } of [...this.listings, { maps: this.added.elements }]) {
      const lookup = findLookup(text, `${family} ${table}`, maps);
      if (lookup === null) return null;
      const found = findElement(lookup, verdict, packet);
      if (found !== null) return found;
    }
    return null;
  }
}

/** Returns iptables' name for the statement of nft's rule; null if the verdict is all of it. */
export function findTarget(text: string): string | null {
  const [, target] = /(?:^| )(masquerade|dnat|snat|redirect|reject)\b/.exec(text.replaceAll(/"[^"]*"/g, '')) ?? [];
  return target?.toUpperCase() ?? null;
}

/** Formats a table's name: iptables' tables without their family. */
export const formatTable = (family: string, table: string, legacy: boolean): string =>
  family === 'ip' && !legacy && isCompatibleName(family, table) ? table : `${family} ${table}`;
