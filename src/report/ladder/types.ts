import type { Hop, Journey, Relation, AppliedRule, Translation } from '../../journey/index.js';
import type { PointRecord } from '../../record/index.js';

/** What one check's ladder shows: a column per point, time downward, every packet on its way from point to point. */
export interface Ladder {
  /** In path order, from a container outward. */
  readonly columns: readonly Column[];
  /** In time order. */
  readonly packets: readonly LadderPacket[];
  /** Loopbacks at which nothing was seen: on nobody's way between two other points, they get no column. */
  readonly silent: readonly PointRecord[];
  /** Packets that did not fit. */
  readonly leftOut: number;
  /** Time of the first frame, nanoseconds since the epoch; the origin of the times shown. */
  readonly origin: bigint;
}

export interface Column {
  readonly point: PointRecord;
}

/** One journey as it is drawn. */
export interface LadderPacket {
  /** Its number on the ladder, counted from 1. */
  readonly number: number;
  readonly journey: Journey;
  /** Whether it belongs to what the check turns on; the others are there when all are asked for. */
  readonly matters: boolean;
  /** At least one; a packet that turns round (out by the bridge it came in by) has one per direction. */
  readonly runs: readonly Run[];
  /** Other packets it belongs to, by their numbers; only those that are on the ladder. */
  readonly relatives: readonly Relative[];
  /** Rules between its first and last sighting, before them and after; all of them, in order. */
  readonly rules: readonly AppliedRule[];
  /** What changed it before it was first seen (a host's own packet in OUTPUT, say). */
  readonly before: readonly AppliedRule[];
  /** Where it went no further; null where it arrived or that is not known. */
  readonly stop: Stop | null;
}

/** Part of a packet's way in one direction. */
export interface Run {
  readonly inward: boolean;
  readonly stations: readonly Station[];
  /** One fewer than stations: `stretches[n]` leads from `stations[n]` to the next. */
  readonly stretches: readonly Stretch[];
}

/** The packet's sightings at one point in a row: more than one where it came in pieces, or in and out. */
export interface Station {
  readonly column: number;
  /** Empty for the start of a stretch that another packet was seen at: there this one did not exist yet. */
  readonly hops: readonly Hop[];
  /** True where the run before ended here: the packet turned round. */
  readonly turn: boolean;
}

/** What carries a packet's content on in a packet of its own: a proxy such as docker-proxy, or a resolver, out with the query or back with the answer. */
export type Carried = 'proxied' | 'asked on' | 'answered';

/** What happened between two stations. */
export interface Stretch {
  /** How the content came here in another packet; null where it is the same packet all the way. */
  readonly carried: Carried | null;
  /** Nanoseconds from one point's stamp to the other's. */
  readonly took: bigint | null;
  /** Without MAC addresses, which every router changes. */
  readonly changes: readonly Translation[];
  readonly rules: readonly AppliedRule[];
}

export interface Relative {
  /** As the journey has it; an answer that a resolver brings back is told from what a proxy carries on. */
  readonly kind: Relation['kind'] | 'brings back';
  readonly number: number;
}

/** The end of a packet that did not arrive. */
export interface Stop {
  readonly column: number;
  /** Where it would have gone: outward, inward, or not to be told. */
  readonly toward: 'outward' | 'inward' | 'unknown';
  readonly rule: AppliedRule | null;
  /** What had rewritten it by then, after the last point that saw it. */
  readonly rewritten: readonly AppliedRule[];
}
