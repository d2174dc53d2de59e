import type { Hook } from '../netfilter/index.js';
import type { Packet } from '../packet/types.js';

/** One frame of a recording, decoded. */
export interface Frame {
  /** The frame's index in its recording. */
  readonly index: number;
  /** Name of the point that saw it. */
  readonly point: string;
  /** The kernel's timestamp, nanoseconds since the epoch. */
  readonly time: bigint;
  readonly packet: Packet;
}

/** What a step from one point to the next changed. */
export interface Translation {
  readonly field:
    | 'source'
    | 'destination'
    | 'source port'
    | 'destination port'
    | 'TTL'
    | 'ICMP id'
    | 'source MAC'
    | 'destination MAC';
  readonly from: string;
  readonly to: string;
}

/** A sighting in its journey, with what changed since the sighting before it. */
export interface Hop extends Frame {
  readonly changes: readonly Translation[];
}

/**
 * How an attribution is known: seen in the kernel's trace; by a counter that rose; or, for a rule of nat that a flow's first packet
 * was seen to get in the trace, by conntrack's entry of the flow, which has that translation ("conntrack"), by the first packet
 * alone ("flow"), or by that and against what conntrack's entry says ("contradicted").
 */
export type Certainty = 'traced' | 'conntrack' | 'flow' | 'contradicted' | 'counter';

/** A rule, or a chain's policy, that handled a packet at one of netfilter's hooks, in the words of iptables. */
export interface AppliedRule {
  /** Index of the hop after which it handled the packet; -1 for before the first sighting. */
  readonly afterHop: number;
  readonly hook: Hook;
  /** `nat`; for a table that is not iptables' own with its family: `inet firewalld`. */
  readonly table: string;
  readonly chain: string;
  /** Position in its chain in the listing after the traffic (before it, where it is gone by then), counted from 1 as `iptables -L --line-numbers` does; null for a policy, and for a rule that was gone again before anybody could look. */
  readonly position: number | null;
  /** As `iptables -S` prints it: `-A POSTROUTING … -j MASQUERADE`, `-P FORWARD DROP`. What iptables cannot print is as nft prints it. */
  readonly text: string;
  /** What it did with the packet: ACCEPT, DROP, REJECT, DNAT, MASQUERADE, RETURN, or the chain it jumped to; CONTINUE for a rule that only counts. */
  readonly verdict: string;
  readonly certainty: Certainty;
  /** Why it is no better known, in words: for "flow" and "contradicted". */
  readonly reason?: string;
  /** True where conntrack undid here, on a reply, what the rule had done to the flow's first packet; `hook` is where it was undone. */
  readonly undone?: true;
}

/** Where a packet went no further although its destination did not see it. */
export interface Ending {
  /** The last point that saw it. */
  readonly point: string;
  /** The rule that dropped or rejected it; null where none could be told. */
  readonly rule: AppliedRule | null;
}

/** How a journey belongs to another. */
export interface Relation {
  readonly kind: 'reply to' | 'error about' | 'repeat of' | 'proxied from' | 'forwarded query of';
  /** The other journey's id. */
  readonly journey: number;
}

/** One packet followed through the points. */
export interface Journey {
  /** The same for the packet at every point; counted from 1 in order of first sighting. */
  readonly id: number;
  readonly hops: readonly Hop[];
  /** Rules that handled it, in order; absent where nobody looked. */
  readonly rules?: readonly AppliedRule[];
  /** Absent where it arrived, or where that cannot be told. */
  readonly end?: Ending;
  /** Other journeys it belongs to; absent where nobody looked. */
  readonly relations?: readonly Relation[];
  /** Why its rules may be incomplete (a trace that lost messages, say); absent where there is no doubt. */
  readonly caveat?: string;
}
