import type { Tcp } from '../packet/index.js';
import type { Gathering } from './gathering.js';
import { likeness } from './likeness.js';

/** The gatherings of one acknowledgement number that are no pieces, by where they start in the stream, longer ones first. */
interface Stream {
  segments: Gathering[];
  /** The most payload that one of them carries, in bytes. */
  longest: number;
  /** How many of them have been handed on. */
  closed: number;
}

/**
 * Puts the pieces of a TCP segment that offload cut up on its way (or put together: GRO) with the whole one. Up to a
 * device without segmentation offload the kernel passes segments of up to 64 KB on as one frame; after it they are
 * frames of the MTU with sequence numbers, lengths and IP ids of their own. So a whole one and a piece are known by an
 * equal acknowledgement number and a sequence range that holds the piece's, at points that are not the same; the rules
 * of `likeness` hold between them as well.
 */
export class Segments {
  readonly #streams = new Map<number, Stream>();

  /** Takes a gathering with its first sighting: it becomes a piece of a segment that holds it, or gets the pieces that it holds. */
  place(gathering: Gathering): void {
    const tcp = segmentOf(gathering);
    if (tcp === null) return;
    let stream = this.#streams.get(tcp.acknowledgement);
    if (stream === undefined)
      this.#streams.set(tcp.acknowledgement, (stream = { segments: [], longest: 0, closed: 0 }));
    const { segments } = stream;
    const at = position(segments, tcp);
    for (let i = at - 1; i >= 0; i -= 1) {
      const before = segments[i]!;
      if (distance(tcpOf(before), tcp) + tcp.payloadLength > stream.longest) break;
      if (holds(tcpOf(before), tcp) && isPiece(gathering, before)) return attach(gathering, before);
    }
    // Looking on as far as this one reaches, in case the pieces came first.
    for (let i = at; i < segments.length && distance(tcp, tcpOf(segments[i]!)) < tcp.payloadLength;) {
      const after = segments[i]!;
      if (holds(tcp, tcpOf(after)) && isPiece(after, gathering)) {
        attach(after, gathering);
        segments.splice(i, 1);
      } else i += 1;
    }
    segments.splice(at, 0, gathering);
    stream.longest = Math.max(stream.longest, tcp.payloadLength);
  }

  /** Forgets a gathering that was handed on. */
  close(gathering: Gathering): void {
    const tcp = segmentOf(gathering);
    const stream = tcp === null ? undefined : this.#streams.get(tcp.acknowledgement);
    if (tcp === null || stream === undefined) return;
    stream.closed += 1;
    if (stream.closed === stream.segments.length) this.#streams.delete(tcp.acknowledgement);
    else if (stream.closed * 2 > stream.segments.length) {
      stream.segments = stream.segments.filter((segment) => !segment.closed);
      stream.closed = 0;
    }
  }
}

/** The TCP header of a gathering that carries data. */
function segmentOf({ sightings }: Gathering): Tcp | null {
  const { tcp } = sightings[0]!.packet;
  return tcp === null || tcp.payloadLength === 0 ? null : tcp;
}

function tcpOf({ sightings }: Gathering): Tcp {
  return sightings[0]!.packet.tcp!;
}

/** Bytes from one segment's start to another's: signed, so that sequence numbers that wrap around stay in their place. */
function distance(from: Tcp, to: Tcp): number {
  return (to.sequence - from.sequence) | 0;
}

function holds(whole: Tcp, piece: Tcp): boolean {
  const ahead = distance(whole, piece);
  return piece.payloadLength < whole.payloadLength && ahead >= 0 && ahead + piece.payloadLength <= whole.payloadLength;
}

/** Where the segment belongs: mostly at the end, so the search begins there. */
function position(segments: readonly Gathering[], tcp: Tcp): number {
  let at = segments.length;
  while (at > 0) {
    const before = tcpOf(segments[at - 1]!);
    const ahead = distance(before, tcp);
    if (ahead > 0 || (ahead === 0 && before.payloadLength >= tcp.payloadLength)) break;
    at -= 1;
  }
  return at;
}

function isPiece(piece: Gathering, whole: Gathering): boolean {
  if (whole.closed || piece.closed) return false;
  const [small, big] = [piece.sightings, whole.sightings];
  if (small.some(({ point }) => big.some((sighting) => sighting.point === point))) return false;
  const [earlier, later] = small[0]!.time < big[0]!.time ? [small, big] : [big, small];
  return likeness(earlier[earlier.length - 1]!, later[0]!, true) !== null;
}

function attach(piece: Gathering, whole: Gathering): void {
  piece.whole = whole;
  whole.pieces = [...(whole.pieces ?? []), ...(piece.pieces ?? []), piece];
  for (const smaller of piece.pieces ?? []) smaller.whole = whole;
  piece.pieces = null;
}
