import { readConntrackTable, type ConntrackTable } from '../conntrack.js';
import { findDroppingRules, type DroppingRule } from './dropping-rules.js';
import { legacyPasses } from './legacy-passes.js';
import { parseNflog } from './nflog.js';
import { parseNftRuleset, type NftChain } from './nft-ruleset.js';
import { parseNftTrace } from './nft-monitor.js';
import { passesOf } from './nft-passes.js';
import { RuleNames } from './rule-names.js';
import type { RawTrace } from './trace-file.js';
import { isMarker, traceCounts } from './trace-table.js';
import type { ChainPass, Snapshot, TraceMessage } from '../types.js';

/** The trace of one namespace, read: which rules handled which packets there. */
export interface FirewallTrace extends Pick<RawTrace, 'place' | 'bridged' | 'networks' | 'points'> {
  readonly passes: readonly ChainPass[];
  /** Why the trace may not hold all it should, in words; null where it holds everything. */
  readonly caveat: string | null;
  /** Why any of it may lack a rule, in words: a rule counted more packets than the trace told of, or what it told of lacks its packet. Null where all agrees. */
  readonly mismatch: string | null;
  /** What conntrack told of the flows. */
  readonly conntrack: ConntrackTable;
  /** Everything by which a packet's way may have ended here, with what it counted; found out only when it is asked for. */
  readonly listDroppingRules: () => readonly DroppingRule[];
}

/**
 * Reads what was kept of a namespace's trace, with its iptables listings before and after the traffic.
 *
 * @throws FirewallError where one of nft's listings cannot be read.
 */
export function interpretTrace(kept: RawTrace, before: Snapshot, after: Snapshot): FirewallTrace {
  const [rulesBefore, rulesAfter] = [parseNftRuleset(kept.before), parseNftRuleset(kept.after)];
  const { messages, overrun, added } = parseNftTrace(kept.trace);
  // The later listing first: of a rule that is in both, that position is the one a reader finds beside it.
  const [earlier, later] = [
    { ruleset: rulesBefore, snapshot: before },
    { ruleset: rulesAfter, snapshot: after },
  ];
  const names = new RuleNames([later, earlier], added);
  const logged = kept.legacy ? parseNflog(kept.trace) : [];
  const { passes, stray } = kept.legacy
    ? legacyPasses(logged, [after, before], kept.interfaces)
    : passesOf(messages, names, kept.own, kept.interfaces);
  const counts = traceCounts(rulesAfter, kept.own);
  const begun = passes.filter(begins).length;
  const doubts = [...kept.problems];
  if (kept.legacy && stray > 0) doubts.push('of some packets the trace lacks the beginning');
  if (overrun) doubts.push('nft’s monitor lost messages');
  if (kept.problems.length === 0 && counts === null)
    doubts.push('the table that turns the trace on was taken away during the check');
  if (counts !== null && counts.traced < counts.ofInterest)
    doubts.push(
      `of ${counts.ofInterest} packets only ${counts.traced} were traced, for there were more in a second than a trace can take`,
    );
  if (counts !== null && begun < counts.traced)
    doubts.push(`of ${counts.traced} traced packets the monitor told of ${begun}`);
  return {
    place: kept.place,
    bridged: kept.bridged,
    networks: kept.networks,
    points: kept.points,
    passes,
    caveat: doubts.length === 0 ? null : doubts.join('; '),
    // Where only some packets are traced, rules count others too; and what was not traced is doubted already.
    mismatch:
      !kept.legacy && kept.networks === null && counts !== null && counts.traced === counts.ofInterest
        ? disagreement(messages, rulesBefore, rulesAfter, stray)
        : null,
    conntrack: readConntrackTable(kept.conntrack),
    listDroppingRules: () => findDroppingRules(earlier, later, kept, added),
  };
}

/** Compares what each rule counted with how often the trace has it; the listings were taken while it ran. */
function disagreement(
  messages: readonly TraceMessage[],
  before: readonly NftChain[],
  after: readonly NftChain[],
  stray: number,
): string | null {
  if (stray > 0) return `${stray} messages of the trace are about a packet whose beginning it lacks`;
  const told = new Map<string, number>();
  for (const { family, table, chain, event: said } of messages) {
    if (said.kind !== 'rule') continue;
    const key = `${family} ${table} ${chain} ${said.handle}`;
    told.set(key, (told.get(key) ?? 0) + 1);
  }
  const was = new Map(
    before.flatMap((chain) => chain.rules.map((rule) => [keyOf(chain, rule), rule.packets] as const)),
  );
  for (const chain of after.filter(({ family }) => family === 'ip')) {
    for (const rule of chain.rules) {
      const counted = (rule.packets ?? 0) - (was.get(keyOf(chain, rule)) ?? Infinity);
      const traced = told.get(keyOf(chain, rule)) ?? 0;
      if (counted > traced)
        return `rule "${rule.text}" of ${chain.table} ${chain.name} counted ${counted} packets, of which the trace tells ${traced}`;
    }
  }
  return null;
}

const keyOf = ({ family, table, name }: NftChain, { handle }: NftChain['rules'][number]): string =>
  `${family} ${table} ${name} ${handle}`;

/** A packet that the table began to trace; docknet's own markers are none. */
function begins({ ownChain: own, hook, header }: ChainPass): boolean {
  return own && (hook === 'prerouting' || hook === 'output') && !isMarker(header.destination);
}
