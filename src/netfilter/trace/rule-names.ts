import { formatRule } from '../iptables/find-rules.js';
import type { Hook, NamedRule, Snapshot, TraceMessage } from '../types.js';
import { removeCounter, type NftChain } from './nft-ruleset.js';

/** One firewall as nft and iptables list it at the same time. */
export interface ListedFirewall {
  readonly ruleset: readonly NftChain[];
  readonly snapshot: Snapshot;
}

/** Hooks of iptables' built-in chains. */
export const builtInHooks: Readonly<Record<string, Hook>> = {
  PREROUTING: 'prerouting',
  INPUT: 'input',
  FORWARD: 'forward',
  OUTPUT: 'output',
  POSTROUTING: 'postrouting',
};

/**
 * Names the rules that a trace identifies by handle. The n-th rule of a chain in nft's listing is the n-th in
 * iptables-save's. A rule that a check added is in the later listing only, one that it removed in the earlier; handles
 * are never reused.
 */
export class RuleNames {
  /** @param added Rules added between the listings, as nft printed them, by family, table, chain and handle. */
  constructor(
    private readonly listings: readonly ListedFirewall[],
    private readonly added: ReadonlyMap<string, string> = new Map(),
  ) {}

  /** Finds a base chain's hook; null for a chain that is in no listing and not one of iptables'. */
  findHook({ family, table, chain }: TraceMessage): Hook | null {
    for (const { ruleset } of this.listings) {
      const found = ruleset.find((one) => one.family === family && one.table === table && one.name === chain);
      if (found !== undefined) return found.hook;
    }
    return family === 'ip' ? (builtInHooks[chain] ?? null) : null;
  }

  /** @param printed The rule as the trace prints it; null if it does not. */
  nameRule({ family, table, chain }: TraceMessage, handle: number, printed: string | null): NamedRule {
    const shownTable = formatTable(family, table);
    for (const { ruleset, snapshot } of this.listings) {
      const listed = ruleset.find((one) => one.family === family && one.table === table && one.name === chain);
      const at = listed?.rules.findIndex((rule) => rule.handle === handle) ?? -1;
      if (listed === undefined || at < 0) continue;
      const saved =
        family === 'ip' ? snapshot.chains.find((one) => one.table === table && one.name === chain) : undefined;
      const rule = saved?.rules.length === listed.rules.length ? saved.rules[at] : undefined;
      if (rule !== undefined)
        return { table: shownTable, chain, position: rule.position, text: formatRule(rule), target: rule.target };
      const text = listed.rules[at]?.text ?? '';
      return { table: shownTable, chain, position: at + 1, text, target: findTarget(text) };
    }
    const text = removeCounter(this.added.get(`${family} ${table} ${chain} ${handle}`) ?? printed ?? '');
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
    return { table: formatTable(family, table), chain, position: null, text: `-P ${chain} ${policy}`, target: policy };
  }
}

/** Returns iptables' name for the statement of nft's rule; null if the verdict is all of it. */
function findTarget(text: string): string | null {
  return /(?:^| )(masquerade|dnat|snat|redirect|reject)\b/.exec(text)?.[1]?.toUpperCase() ?? null;
}

/** Formats a table's name: iptables' tables without their family. */
function formatTable(family: string, table: string): string {
  return family === 'ip' && ['raw', 'mangle', 'nat', 'filter', 'security'].includes(table)
    ? table
    : `${family} ${table}`;
}
