import type { Identity } from './identity.js';
import type { Frame } from './types.js';

/** A journey while its sightings are being gathered, earliest first; there is at least one. */
export interface Gathering {
  readonly identity: Identity;
  readonly sightings: Frame[];
  /** Pieces of this TCP segment that were cut from it on its way, or that it was put together from; see `Segments`. */
  pieces: Gathering[] | null;
  /** The segment that this one is a piece of. */
  whole: Gathering | null;
  /** True once it was handed on: nothing can be added any more. */
  closed: boolean;
}

/** When any part of it was last seen, nanoseconds since the epoch. */
export function lastSeen({ sightings, pieces }: Gathering): bigint {
  let last = sightings[sightings.length - 1]!.time;
  for (const piece of pieces ?? []) {
    const time = piece.sightings[piece.sightings.length - 1]!.time;
    if (time > last) last = time;
  }
  return last;
}

/** Its sightings and those of its pieces, earliest first. */
export function everySighting({ sightings, pieces }: Gathering): readonly Frame[] {
  if (pieces === null) return sightings;
  return [...sightings, ...pieces.flatMap((piece) => piece.sightings)].sort(compareFrames);
}

/** By stamp; at the same stamp a packet with a higher TTL is earlier on its way. */
export function compareFrames(a: Frame, b: Frame): number {
  if (a.time !== b.time) return a.time < b.time ? -1 : 1;
  return (b.packet.ip?.ttl ?? 0) - (a.packet.ip?.ttl ?? 0) || a.index - b.index;
}
