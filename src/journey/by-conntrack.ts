import {
  toFlowKey,
  describeFlow,
  extractHeader,
  toReplyKey,
  type ConntrackTable,
  type FlowTuple,
} from '../netfilter/index.js';
import type { Traversal } from './traversal.js';
import type { Journey, AppliedRule } from './types.js';

/** A flow's translation as its first packet showed it: as it came in and as it left. */
export interface TranslatedFlow {
  readonly entered: FlowTuple;
  readonly left: FlowTuple;
}

/** How it is known that a flow's later packet was handled as its first was. */
export type FlowCertainty = Pick<AppliedRule, 'certainty' | 'reason'>;

/**
 * Asks conntrack whether a flow was translated as its first packet was, and whether this packet of it went on as conntrack's entry
 * would have it.
 *
 * @param after The packet as it was seen behind the translation; null where it was not, or where that tells nothing of its flow:
 *   an ICMP error's own addresses are others than its flow's.
 */
export function flowCertainty(
  flow: TranslatedFlow,
  entered: FlowTuple,
  after: FlowTuple | null,
  table: ConntrackTable,
): FlowCertainty {
  const [original, reply] = [toFlowKey(flow.entered), toReplyKey(flow.left)];
  const entries = table.find(original);
  const last = entries[entries.length - 1];
  if (last === undefined) return { certainty: 'flow', reason: table.absenceReason };
  if (!entries.some((entry) => toFlowKey(entry.reply) === reply)) {
    return {
      certainty: 'contradicted',
      reason: `conntrack has the flow ${describeFlow(last.original)} answered as ${describeFlow(last.reply)}`,
    };
  }
  const expected = toFlowKey(entered) === original ? flow.left : reversed(flow.entered);
  if (after === null || toFlowKey(after) === toFlowKey(expected)) return { certainty: 'conntrack' };
  return {
    certainty: 'contradicted',
    reason: `conntrack’s entry makes it ${describeFlow(expected)}, and it was seen as ${describeFlow(after)}`,
  };
}

/** A packet as it was seen behind a hook in its namespace: at the next point there, else by the last chain. */
export function behind({ hops }: Journey, { trace, left }: Traversal, after: number): FlowTuple | null {
  const next = hops[after + 1];
  const seen =
    next !== undefined && trace.points.some(({ name }) => name === next.point) ? extractHeader(next.packet) : null;
  return seen ?? left;
}

const reversed = ({ source, destination, protocol, sourcePort, destinationPort, icmpId }: FlowTuple): FlowTuple => ({
  source: destination,
  destination: source,
  protocol,
  sourcePort: destinationPort,
  destinationPort: sourcePort,
  icmpId,
});
