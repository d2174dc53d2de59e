import type { AppliedRule, Hop, Journey, Relation, Translation } from '../../journey/index.js';
import type { PointRecord } from '../../record/index.js';

/** The packets of one recording on their paths: a column for each point, time downward, a row for each packet. */
export interface Ladder {
  /** In path order, from a container outward. */
  readonly columns: readonly PointRecord[];
  /** In time order. */
  readonly packets: readonly LadderPacket[];
  /** Loopbacks that saw nothing. They lie on no path between two other points, so they get no column. */
  readonly silent: readonly PointRecord[];
  /** Number of packets beyond `maxPackets`. */
  readonly omitted: number;
  /** Time of the first frame, nanoseconds since the epoch; the page shows times relative to it. */
  readonly origin: bigint;
}

/** One journey as a row of the ladder. */
export interface LadderPacket {
  /** Counted from 1. */
  readonly number: number;
  readonly journey: Journey;
  /** Whether the check's outcome depends on it; the page hides the others until all are asked for. */
  readonly isRelevant: boolean;
  /** At least one; a packet that turns (leaves by the bridge it came in by) has one for each direction. */
  readonly lines: readonly Line[];
  /** Related packets on the ladder. */
  readonly relations: readonly LadderRelation[];
  /** All rules that handled it, in order. */
  readonly rules: readonly AppliedRule[];
  /** Rules that rewrote it before its first frame (a host's own packet in OUTPUT, for example). */
  readonly before: readonly AppliedRule[];
  /** Where it stopped; null if it arrived or that is unknown. */
  readonly stop: Stop | null;
}

/** The part of a packet's path in one direction. */
export interface Line {
  /** Toward the container: drawn from right to left. */
  readonly isInward: boolean;
  readonly dots: readonly Dot[];
  /** One fewer than dots: `arrows[n]` leads from `dots[n]` to `dots[n + 1]`. */
  readonly arrows: readonly Arrow[];
}

/** A packet at one column. */
export interface Dot {
  readonly column: number;
  /** More than one if it came in fragments, or in and out. Empty where another packet carried the content. */
  readonly hops: readonly Hop[];
  /** True where the line before ended: the packet turned. */
  readonly isTurn: boolean;
}

/** What carries a packet's content on in a new packet: docker-proxy, or a resolver with a query or an answer. */
export type Carried = 'proxied' | 'query forwarded' | 'answer forwarded';

/** What happened between two dots. */
export interface Arrow {
  /** null if it is the same packet at both dots. */
  readonly carried: Carried | null;
  /** Time between the two dots. */
  readonly tookNs: bigint | null;
  /** Without MAC addresses, which every router changes. */
  readonly changes: readonly Translation[];
  readonly rules: readonly AppliedRule[];
}

export interface LadderRelation {
  /** `answer forwarded from` distinguishes a resolver's answer from what a proxy carries on. */
  readonly kind: Relation['kind'] | 'answer forwarded from';
  /** The other packet's number. */
  readonly number: number;
}

/** Where a packet that did not arrive stopped. */
export interface Stop {
  readonly column: number;
  /** Direction it was going. */
  readonly toward: 'outward' | 'inward' | 'unknown';
  /** The rule that dropped or rejected it; null if unknown. */
  readonly rule: AppliedRule | null;
  /** Rules after its last frame that rewrote it, or whose ACCEPT was not final. */
  readonly earlier: readonly AppliedRule[];
}
