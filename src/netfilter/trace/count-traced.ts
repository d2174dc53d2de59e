import type { Rule, Snapshot } from '../types.js';
import { interpretTrace } from './interpret-trace.js';
import { parseNftTrace } from './nft-monitor.js';
import type { RawTrace } from './trace-file.js';

/** How many packets a trace reports at rules of nftables. */
export interface TracedCounts {
  readonly count: (rule: Rule) => number;
  /** Why there may have been more; null if the trace is complete. */
  readonly caveat: string | null;
}

/**
 * Counts a trace's packets by rule.
 *
 * @param before iptables' listing before the traffic.
 * @param after iptables' listing after it.
 * @throws FirewallError if one of nft's listings cannot be parsed.
 */
export function countTraced(raw: RawTrace, before: Snapshot, after: Snapshot): TracedCounts {
  const counts = new Map<string, number>();
  const { messages } = parseNftTrace(raw.trace);
  for (const { family, table, chain, event } of messages) {
    if (event.kind !== 'rule') continue;
    const key = `${family} ${table} ${chain} ${event.handle}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return {
    count: ({ table, chain, nft }) => counts.get(`${table} ${chain} ${nft?.handle ?? ''}`) ?? 0,
    // Earlier versions recorded it without nft's.
    caveat:
      raw.legacy && messages.length === 0
        ? 'the trace of legacy iptables has no rules of nftables'
        : interpretTrace(raw, before, after).caveat,
  };
}
