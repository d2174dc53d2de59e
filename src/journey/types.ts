import type { Packet } from '../packet/types.js';

/** One frame of a recording, decoded. */
export interface Sighting {
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
  readonly field: 'source' | 'destination' | 'source port' | 'destination port' | 'TTL' | 'ICMP id' | 'source MAC' | 'destination MAC';
  readonly from: string;
  readonly to: string;
}

/** A sighting in its journey, with what changed since the sighting before it. */
export interface Hop extends Sighting {
  readonly changes: readonly Translation[];
}

/** One packet followed through the points. */
export interface Journey {
  /** The same for the packet at every point; counted from 1 in order of first sighting. */
  readonly id: number;
  readonly hops: readonly Hop[];
}
