import { readConntrackTable, type ConntrackTable } from '../conntrack.js';
import { parseSnapshot } from '../iptables/listing.js';
import type { ChainPass, Snapshot, TraceMessage } from '../types.js';
import type { DroppingRule } from './dropping-rule.js';
import { findDroppingRules } from './dropping-rules.js';
import { buildLegacyPasses } from './legacy-passes.js';
import { mergePasses } from './merge-passes.js';
import { parseNflogLines } from './nflog.js';
import { parseNftTrace } from './nft-monitor.js';
import { buildNftPasses } from './nft-passes.js';
import { parseNftRuleset, type NftChain } from './nft-ruleset.js';
import { RuleNames, type ListedFirewall } from './rule-names.js';
import type { RawTrace } from './trace-file.js';
import { isMarker, readTraceCounts, tracesIpv6, type TraceCounts } from './trace-table.js';
import { parseVerdictMaps, type VerdictMaps } from './verdict-maps.js';

/** Which rules handled which packets in one namespace. */
export interface FirewallTrace extends Pick<RawTrace, 'place' | 'bridged' | 'networks' | 'points'> {
  readonly passes: readonly ChainPass[];
  /** Whether packets of IPv6 were traced, too; see `extractHeader`. */
  readonly ipv6: boolean;
  /** Why the trace may be incomplete; null if it is complete. */
  readonly caveat: string | null;
  /** Why any pass may lack a rule: the trace and the rules' counters differ. Null if they agree. */
  readonly mismatch: string | null;
  readonly conntrack: ConntrackTable;
  /** Lists every rule that may have dropped a packet, with its count. Computed on demand. */
  readonly listDroppingRules: () => readonly DroppingRule[];
}

/**
 * Interprets a namespace's trace.
 *
 * @param before iptables' listing before the traffic.
 * @param after iptables' listing after it.
 * @throws FirewallError if one of nft's listings cannot be parsed.
 */
export function interpretTrace(raw: RawTrace, before: Snapshot, after: Snapshot): FirewallTrace {
  const [rulesBefore, rulesAfter] = [parseNftRuleset(raw.before), parseNftRuleset(raw.after)];
  const { messages, overrun, added } = parseNftTrace(raw.trace);
  const earlier = listFirewall(rulesBefore, raw.before, before);
  const later = listFirewall(rulesAfter, raw.after, after);
  // The later listing first: its positions are those that a reader sees beside the trace.
  const names = new RuleNames([later, earlier], added, raw.legacy);
  const nft = buildNftPasses(messages, names, raw.own, raw.interfaces);
  const leftovers = { before: parseSnapshot(raw.legacyBefore ?? ''), after: parseSnapshot(raw.legacyAfter ?? '') };
  const legacySnapshots = raw.legacy ? [after, before] : [leftovers.after, leftovers.before];
  const legacy = buildLegacyPasses(parseNflogLines(raw.trace), legacySnapshots, raw.interfaces, !raw.legacy);
  const passes = legacy.passes.length === 0 ? nft.passes : mergePasses(nft.passes, legacy.passes);
  const counts = readTraceCounts(rulesAfter, raw.own);
  const caveats = [
    ...raw.problems,
    ...(legacy.passes.length > 0 && legacySnapshots.every(({ chains }) => chains.length === 0)
      ? ['iptables-legacy-save did not list the legacy tables']
      : []),
    ...(legacy.orphans > 0 ? ['the trace lacks the beginning of some packets'] : []),
    ...(overrun ? ['nft’s monitor lost messages'] : []),
    ...(raw.problems.length === 0 && counts === null ? ['docknet’s trace table was removed during the check'] : []),
    ...(counts === null ? [] : compareCounts(counts, passes.filter(isBeginning).length)),
  ];
  // If only some packets are traced, rules count others too; a rate limit is a caveat already.
  const isFullTrace = !raw.legacy && raw.networks === null && counts !== null && counts.traced === counts.ofInterest;
  return {
    place: raw.place,
    bridged: raw.bridged,
    networks: raw.networks,
    points: raw.points,
    passes,
    ipv6: tracesIpv6(rulesAfter, raw.own),
    caveat: caveats.length === 0 ? null : caveats.join('; '),
    mismatch: isFullTrace ? findMismatch(messages, rulesBefore, rulesAfter, nft.orphans) : null,
    conntrack: readConntrackTable(raw.conntrack),
    listDroppingRules: () => findDroppingRules(earlier, later, raw, added, leftovers),
  };
}

function listFirewall(ruleset: readonly NftChain[], listing: string, snapshot: Snapshot): ListedFirewall {
  let maps: VerdictMaps | null = null;
  return {
    ruleset,
    snapshot,
    get maps() {
      return (maps ??= parseVerdictMaps(listing));
    },
  };
}

function compareCounts({ ofInterest, traced }: TraceCounts, begun: number): string[] {
  const caveats: string[] = [];
  if (traced < ofInterest)
    caveats.push(`${traced} of ${ofInterest} packets were traced: more arrived per second than a trace can take`);
  if (begun < traced) caveats.push(`the monitor reported ${begun} of ${traced} traced packets`);
  return caveats;
}

/** Compares each rule's count with its messages; the listings were taken during the trace. */
function findMismatch(
  messages: readonly TraceMessage[],
  before: readonly NftChain[],
  after: readonly NftChain[],
  orphans: number,
): string | null {
  if (orphans > 0) return `the trace lacks the beginning of the packets of ${orphans} messages`;
  const traced = new Map<string, number>();
  for (const { family, table, chain, event } of messages) {
    if (event.kind !== 'rule') continue;
    const key = `${family} ${table} ${chain} ${event.handle}`;
    traced.set(key, (traced.get(key) ?? 0) + 1);
  }
  const old = new Map(
    before.flatMap((chain) => chain.rules.map((rule) => [toKey(chain, rule), rule.packets] as const)),
  );
  for (const chain of after.filter(({ family }) => family === 'ip')) {
    for (const rule of chain.rules) {
      const key = toKey(chain, rule);
      const counted = (rule.packets ?? 0) - (old.get(key) ?? Infinity);
      const reported = traced.get(key) ?? 0;
      if (counted > reported)
        return (
          `rule "${rule.text}" of ${chain.table} ${chain.name} counted ${counted} packets, ` +
          `the trace has ${reported}`
        );
    }
  }
  return null;
}

const toKey = ({ family, table, name }: NftChain, { handle }: NftChain['rules'][number]): string =>
  `${family} ${table} ${name} ${handle}`;

/** Returns whether docknet's table began to trace a packet in this pass, markers excluded. */
function isBeginning({ ownChain, hook, header }: ChainPass): boolean {
  return ownChain && (hook === 'prerouting' || hook === 'output') && !isMarker(header.destination);
}
