import { formatRule } from '../iptables/find-rules.js';
import type { Hook, NamedRule, Snapshot, TraceMessage } from '../types.js';
import { withoutCounter, type NftChain } from './nft-ruleset.js';

/** The same firewall listed by nft and by iptables at the same moment. */
export interface Moment {
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
 * Names what a trace tells of by handle. The n-th rule of a chain as nft lists it is the n-th that iptables-save lists. A rule
 * that a check put in is in the later listing only, one that it took out in the earlier; handles are never used again.
 */
export class RuleNames {
  /** @param added Rules that were put in between the moments, as nft printed them, by family, table, chain and handle. */
  constructor(
    private readonly moments: readonly Moment[],
    private readonly added: ReadonlyMap<string, string> = new Map(),
  ) {}

  /** The hook of a base chain; null for one that is in no listing and none of iptables' own. */
  hook({ family, table, chain }: TraceMessage): Hook | null {
    for (const { ruleset } of this.moments) {
      const found = ruleset.find((one) => one.family === family && one.table === table && one.name === chain);
      if (found !== undefined) return found.hook;
    }
    return family === 'ip' ? (builtInHooks[chain] ?? null) : null;
  }

  rule({ family, table, chain }: TraceMessage, handle: number, printed: string | null): NamedRule {
    const shown = tableName(family, table);
    for (const { ruleset, snapshot } of this.moments) {
      const listed = ruleset.find((one) => one.family === family && one.table === table && one.name === chain);
      const at = listed?.rules.findIndex((rule) => rule.handle === handle) ?? -1;
      if (listed === undefined || at < 0) continue;
      const saved =
        family === 'ip' ? snapshot.chains.find((one) => one.table === table && one.name === chain) : undefined;
      const rule = saved?.rules.length === listed.rules.length ? saved.rules[at] : undefined;
      if (rule !== undefined)
        return { table: shown, chain, position: rule.position, text: formatRule(rule), target: rule.target };
      return {
        table: shown,
        chain,
        position: at + 1,
        text: listed.rules[at]?.text ?? '',
        target: statement(listed.rules[at]?.text ?? ''),
      };
    }
    const text = withoutCounter(this.added.get(`${family} ${table} ${chain} ${handle}`) ?? printed ?? '');
    return {
      table: shown,
      chain,
      position: null,
      text: text === '' ? `rule with handle ${handle}, which was gone before the rules were listed` : text,
      target: statement(text),
    };
  }

  policy({ family, table, chain }: TraceMessage, verdict: string): NamedRule {
    return {
      table: tableName(family, table),
      chain,
      position: null,
      text: `-P ${chain} ${verdict.toUpperCase()}`,
      target: verdict.toUpperCase(),
    };
  }
}

/** What a rule in nft's words does, by the name that iptables has for it; null where the verdict says it all. */
function statement(text: string): string | null {
  return /(?:^| )(masquerade|dnat|snat|redirect|reject)\b/.exec(text)?.[1]?.toUpperCase() ?? null;
}

/** iptables' tables have their own names; any other is told with its family. */
function tableName(family: string, table: string): string {
  return family === 'ip' && ['raw', 'mangle', 'nat', 'filter', 'security'].includes(table)
    ? table
    : `${family} ${table}`;
}
