import { toFlowKey, toReplyKey, type ChainPass, type NamedRule } from '../netfilter/index.js';
import type { TranslatedFlow } from './by-conntrack.js';
import type { Traversal } from './traversal.js';

/** A rule of the nat table, for a packet that did not come by it: its flow's first packet did. */
export interface FlowRule {
  readonly hook: ChainPass['hook'];
  readonly rule: NamedRule;
  readonly verdict: string;
  /** True for a reply, on which conntrack undoes what the rule did. */
  readonly undone: boolean;
  /** The translation that the first packet had. */
  readonly flow: TranslatedFlow;
}

/** What translates an address or a port (iptables-extensions(8)). */
const translating = new Set(['DNAT', 'SNAT', 'MASQUERADE', 'REDIRECT', 'NETMAP']);

/** Where conntrack undoes on the replies what was done at a hook (net/netfilter/nf_nat_core.c, nf_nat_manip_pkt's callers). */
const undoneAt = {
  prerouting: 'postrouting',
  postrouting: 'prerouting',
  output: 'input',
  input: 'output',
  forward: 'forward',
} as const;

/**
 * The rules that flows of one namespace got on their first packets. The chains of nat see no other packet of a flow (conntrack
 * translates those by itself), so packets must be shown in their order.
 */
export class FlowRules {
  private readonly flows = new Map<string, readonly FlowRule[]>();

  /**
   * The rules of nat that conntrack applied to this packet without its coming by them; none for a flow's first packet.
   *
   * @param reply For an ICMP error, the flow key of a reply to the packet that it quotes: conntrack translates it as one (RFC 5508 section 4).
   * @returns null where the packet was translated, and which rule its flow got is not in the trace.
   */
  next(traversal: Traversal, reply: string | null = null): readonly FlowRule[] | null {
    const { passes, entered, left } = traversal;
    const own = passes.flatMap(({ hook, steps }) =>
      steps
        .filter(({ rule, verdict }) => rule.table.endsWith('nat') || translating.has(verdict))
        .map((step) => ({ hook, ...step })),
    );
    const got = own.filter(({ verdict }) => translating.has(verdict));
    const to = left ?? passes[passes.length - 1]!.header;
    const translated = toFlowKey(entered) !== toFlowKey(to);
    if (got.length > 0) {
      if (translated) {
        const flow = { entered, left: to };
        this.flows.set(
          toFlowKey(entered),
          got.map((step) => ({ ...step, undone: false, flow })),
        );
        this.flows.set(
          toReplyKey(to),
          got.map((step) => ({ ...step, hook: undoneAt[step.hook], undone: true, flow })),
        );
      }
      return [];
    }
    // The chains of nat saw it, so it is a first packet: what is known is of an earlier flow between the same ends.
    if (own.length > 0) this.flows.delete(toFlowKey(entered));
    const known = this.flows.get(reply ?? toFlowKey(entered));
    if (known === undefined) return translated && own.length === 0 ? null : [];
    const reached = new Set(passes.map(({ hook }) => hook));
    return known.filter(({ hook }) => reached.has(hook));
  }
}
