import { parseNftRuleset } from './nft-ruleset.js';
import { parseNftTrace } from './nft-trace.js';
import { passesOf } from './passes.js';
import { RuleNames } from './rule-names.js';
import type { KeptTrace } from './trace-file.js';
import { isMarker, traceCounts } from './trace-table.js';
import type { ChainPass, TraceMessage } from './trace-types.js';
import type { Snapshot } from './types.js';

/** The trace of one namespace, read: which rules handled which packets there. */
export interface FirewallTrace extends Pick<KeptTrace, 'place' | 'bridged' | 'networks' | 'points'> {
  readonly passes: readonly ChainPass[];
  /** Why the trace may not hold all it should, in words; null where it holds everything. */
  readonly doubt: string | null;
}

/**
 * Reads what was kept of a namespace's trace, with its iptables listings before and after the traffic.
 *
 * @throws FirewallError where one of nft's listings cannot be read.
 */
export function readTrace(kept: KeptTrace, before: Snapshot, after: Snapshot): FirewallTrace {
  const [rulesBefore, rulesAfter] = [parseNftRuleset(kept.before), parseNftRuleset(kept.after)];
  const { messages, overrun, added } = parseNftTrace(kept.trace);
  // The later listing first: of a rule that is in both, that position is the one a reader finds beside it.
  const names = new RuleNames([{ ruleset: rulesAfter, snapshot: after }, { ruleset: rulesBefore, snapshot: before }], added);
  const passes = passesOf(messages, names, kept.own, kept.interfaces);
  const counts = traceCounts(rulesAfter, kept.own);
  const begun = messages.filter((message) => begins(message, kept.own)).length;
  const doubts = [...kept.problems];
  if (overrun) doubts.push('nft’s monitor lost messages');
  if (kept.problems.length === 0 && counts === null) doubts.push('the table that turns the trace on was taken away during the check');
  if (counts !== null && counts.traced < counts.ofInterest) doubts.push(`of ${counts.ofInterest} packets only ${counts.traced} were traced, for there were more in a second than a trace can take`);
  if (counts !== null && begun < counts.traced) doubts.push(`of ${counts.traced} traced packets nft’s monitor told of ${begun}`);
  return { place: kept.place, bridged: kept.bridged, networks: kept.networks, points: kept.points, passes, doubt: doubts.length === 0 ? null : doubts.join('; ') };
}

/** A packet that the table began to trace; docknet's own markers are none. */
function begins({ family, table, chain, said }: TraceMessage, own: string): boolean {
  return family === 'inet' && table === own && (chain === 'pre' || chain === 'out') && said.kind === 'packet' && !isMarker(said.header.destination);
}
