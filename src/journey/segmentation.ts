import type { Tcp } from '../packet/index.js';
import type { Gathering } from './gathering.js';
import { likeness } from './likeness.js';

/** A gathering of TCP segments that carry data. */
interface Segment {
  readonly gathering: Gathering;
  readonly tcp: Tcp;
}

/**
 * Puts the pieces of a TCP segment that offload cut up on its way (or put together: GRO) with the whole one. Up to a
 * device without segmentation offload the kernel passes segments of up to 64 KB on as one frame; after it they are
 * frames of the MTU with sequence numbers, lengths and IP ids of their own. So a whole one and a piece are known by an
 * equal acknowledgement number and a sequence range that holds the piece's, at points that are not the same; the rules
 * of `likeness` hold between them as well.
 */
export function joinSegments(gatherings: readonly Gathering[]): Gathering[] {
  const pieces = new Set<Gathering>();
  for (const segments of byAcknowledgement(gatherings).values()) {
    if (segments.length < 2) continue;
    const base = segments[0]!.tcp.sequence;
    // Relative to one of them and signed, so that a sequence number that wraps around stays in its place.
    const start = ({ tcp }: Segment): number => (tcp.sequence - base) | 0;
    const end = (segment: Segment): number => start(segment) + segment.tcp.payloadLength;
    const sorted = [...segments].sort((a, b) => start(a) - start(b) || b.tcp.payloadLength - a.tcp.payloadLength);
    let whole = sorted[0]!;
    for (const segment of sorted.slice(1)) {
      if (end(segment) <= end(whole) && segment.tcp.payloadLength < whole.tcp.payloadLength && isPiece(segment, whole)) {
        pieces.add(segment.gathering);
        whole.gathering.sightings.push(...segment.gathering.sightings);
      } else if (end(segment) > end(whole)) whole = segment;
    }
  }
  if (pieces.size === 0) return [...gatherings];
  const joined = gatherings.filter((gathering) => !pieces.has(gathering));
  for (const { sightings } of joined) sightings.sort((a, b) => compare(a.time, b.time));
  return joined.sort((a, b) => compare(a.sightings[0]!.time, b.sightings[0]!.time));
}

function byAcknowledgement(gatherings: readonly Gathering[]): Map<number, Segment[]> {
  const segments = new Map<number, Segment[]>();
  for (const gathering of gatherings) {
    const { tcp } = gathering.sightings[0]!.packet;
    if (tcp === null || tcp.payloadLength === 0) continue;
    const same = segments.get(tcp.acknowledgement);
    if (same === undefined) segments.set(tcp.acknowledgement, [{ gathering, tcp }]);
    else same.push({ gathering, tcp });
  }
  return segments;
}

function isPiece(piece: Segment, whole: Segment): boolean {
  const [small, big] = [piece.gathering.sightings, whole.gathering.sightings.filter(({ packet }) => packet.tcp?.payloadLength === whole.tcp.payloadLength)];
  if (small.some(({ point }) => big.some((sighting) => sighting.point === point))) return false;
  const [earlier, later] = small[0]!.time < big[0]!.time ? [small, big] : [big, small];
  return likeness(earlier.at(-1)!, later[0]!, whole.gathering.identity) !== null;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
