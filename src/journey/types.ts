import type { Hook } from '../netfilter/index.js';
import type { Packet } from '../packet/index.js';

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

/** A packet's stop in its journey: the frame at one point, and what changed since the hop before. */
export interface Hop extends Frame {
  readonly changes: readonly Translation[];
}

/**
 * How an attribution is known: from the kernel's trace; from the rule's counter; or, for a rule of nat that the trace
 * shows on the flow's first packet, from conntrack's entry of the flow with that translation (`conntrack`), from the
 * first packet alone (`flow`), or from the first packet although conntrack's entry differs (`contradicted`).
 */
export type Certainty = 'traced' | 'conntrack' | 'flow' | 'contradicted' | 'counter';

/** A rule, or a chain's policy, that handled a packet at one of netfilter's hooks, in the terms of iptables. */
export interface AppliedRule {
  /** Index of the hop after which it handled the packet; -1 for before the first. */
  readonly afterHop: number;
  readonly hook: Hook;
  /** `nat`; for a table that is not iptables' own with its family: `inet firewalld`. */
  readonly table: string;
  readonly chain: string;
  /**
   * Priority of its base chain at the hook; chains run from the lowest to the highest. Absent for iptables' own tables,
   * whose priorities are fixed.
   */
  readonly priority?: number;
  /**
   * Position in its chain from 1, as in `iptables -L --line-numbers`, in the listing after the traffic (before it, if
   * it is gone by then). Null for a policy, and for a rule that was gone before a listing.
   */
  readonly position: number | null;
  /**
   * As `iptables -S` prints it: `-A POSTROUTING … -j MASQUERADE`, `-P FORWARD DROP`. As nft prints it if iptables
   * cannot.
   */
  readonly text: string;
  /** The element of a verdict map that decided: `"docker0" : jump filter-forward-in__docker0`. */
  readonly element?: string;
  /** True for an ACCEPT that was not final: a later chain at the same hook dropped the packet. */
  readonly overruled?: true;
  /**
   * ACCEPT, DROP, REJECT, DNAT, MASQUERADE, RETURN, or the chain it jumped to; CONTINUE for a rule that only counts.
   */
  readonly verdict: string;
  readonly certainty: Certainty;
  /** Why it is no better known, for `flow` and `contradicted`. */
  readonly reason?: string;
  /**
   * True if conntrack reversed here, on a reply, the rule's translation of the flow's first packet; `hook` is that
   * place.
   */
  readonly undone?: true;
}

/** Where a packet ended before its destination saw it. */
export interface Ending {
  /** The last point that saw it. */
  readonly point: string;
  /** The rule that dropped or rejected it; null if unknown. */
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
  /** The same for the packet at every point; counted from 1 in order of first frame. */
  readonly id: number;
  readonly hops: readonly Hop[];
  /** Rules that handled it, in order; absent without a trace. */
  readonly rules?: readonly AppliedRule[];
  /** Absent if it arrived, or if that is unknown. */
  readonly end?: Ending;
  /** Other journeys it belongs to; absent if relations were not searched. */
  readonly relations?: readonly Relation[];
  /** Why its rules may be incomplete (a trace that lost messages, for example). */
  readonly caveat?: string;
}
