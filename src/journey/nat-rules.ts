import {
  toFlowKey,
  describeFlow,
  extractHeader,
  toReplyKey,
  type ChainPass,
  type ConntrackTable,
  type FlowTuple,
  type NamedRule,
} from '../netfilter/index.js';
import type { Traversal } from './traversal.js';
import type { AppliedRule, Journey } from './types.js';

/** A flow's translation, as its first packet showed it. */
export interface TranslatedFlow {
  readonly entered: FlowTuple;
  readonly left: FlowTuple;
}

/** A rule of the nat table that translated a flow's first packet, for a later packet of the flow. */
export interface FlowRule {
  readonly hook: ChainPass['hook'];
  readonly rule: NamedRule;
  readonly verdict: string;
  /** Of its base chain, where the first packet met it. */
  readonly priority: number;
  /** True for a reply, on which conntrack reverses the rule's translation. */
  readonly undone: boolean;
  readonly flow: TranslatedFlow;
}

/** Targets that translate an address or a port (iptables-extensions(8)). */
const translatingTargets = new Set(['DNAT', 'SNAT', 'MASQUERADE', 'REDIRECT', 'NETMAP']);

/**
 * The hook at which conntrack reverses on replies what was done at a hook (net/netfilter/nf_nat_core.c, callers of
 * nf_nat_manip_pkt).
 */
const reverseHooks = {
  prerouting: 'postrouting',
  postrouting: 'prerouting',
  output: 'input',
  input: 'output',
  forward: 'forward',
} as const;

/**
 * Remembers which rules of nat translated the flows of one namespace. The chains of nat see only a flow's first packet;
 * conntrack translates the others by itself. Packets must come in their order.
 */
export class FlowRules {
  private readonly flows = new Map<string, readonly FlowRule[]>();

  /**
   * Returns the rules of nat that conntrack applied to this packet; none for a flow's first packet, which passed them
   * itself.
   *
   * @param reply For an ICMP error, the flow key of a reply to the quoted packet: conntrack translates the error as
   *   one (RFC 5508 section 4).
   * @returns null if the packet was translated and the trace does not hold its flow's rule.
   */
  next(traversal: Traversal, reply: string | null = null): readonly FlowRule[] | null {
    const { passes, entered, left } = traversal;
    const own = passes.flatMap(({ hook, priority, nat, steps }) =>
      steps
        .filter(({ verdict }) => nat || translatingTargets.has(verdict))
        .map((step) => ({ hook, priority, ...step })),
    );
    const translating = own.filter(({ verdict }) => translatingTargets.has(verdict));
    const to = left ?? passes[passes.length - 1]!.header;
    const isTranslated = toFlowKey(entered) !== toFlowKey(to);
    if (translating.length > 0) {
      if (isTranslated) {
        const flow = { entered, left: to };
        this.flows.set(
          toFlowKey(entered),
          translating.map((step) => ({ ...step, undone: false, flow })),
        );
        this.flows.set(
          toReplyKey(to),
          translating.map((step) => ({ ...step, hook: reverseHooks[step.hook], undone: true, flow })),
        );
      }
      return [];
    }
    // The chains of nat saw it, so it is a first packet: known rules are of an earlier flow between the same ends.
    if (own.length > 0) this.flows.delete(toFlowKey(entered));
    const known = this.flows.get(reply ?? toFlowKey(entered));
    if (known === undefined) return isTranslated && own.length === 0 ? null : [];
    const reached = new Set(passes.map(({ hook }) => hook));
    return known.filter(({ hook }) => reached.has(hook));
  }
}

/** How it is known that a flow's later packet was handled as its first was. */
export type FlowCertainty = Pick<AppliedRule, 'certainty' | 'reason'>;

/**
 * Compares a flow's translation with conntrack's entry of the flow, and this packet of it with what the entry makes
 * of it.
 *
 * @param after The packet as it was seen after the translation. Null if it was not seen, and for an ICMP error, whose
 *   own addresses are not its flow's.
 */
export function checkConntrack(
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
  const expected = toFlowKey(entered) === original ? flow.left : reverse(flow.entered);
  if (after === null || toFlowKey(after) === toFlowKey(expected)) return { certainty: 'conntrack' };
  return {
    certainty: 'contradicted',
    reason: `conntrack’s entry makes it ${describeFlow(expected)}, and it was seen as ${describeFlow(after)}`,
  };
}

/** Returns a packet as it was seen after a hook in its namespace: at the next point there, else by the last chain. */
export function findTranslated({ hops }: Journey, { trace, left }: Traversal, afterHop: number): FlowTuple | null {
  const next = hops[afterHop + 1];
  const seen =
    next !== undefined && trace.points.some(({ name }) => name === next.point) ? extractHeader(next.packet) : null;
  return seen ?? left;
}

const reverse = ({ source, destination, protocol, sourcePort, destinationPort, icmpId }: FlowTuple): FlowTuple => ({
  source: destination,
  destination: source,
  protocol,
  sourcePort: destinationPort,
  destinationPort: sourcePort,
  icmpId,
});
