import type { Tcp } from '../packet/index.js';
import { rateFit, type OpenJourney } from './open-journey.js';

/** The segments of one acknowledgement number that are no pieces, by start in the stream, longer ones first. */
interface Stream {
  segments: OpenJourney[];
  /** The most payload of one of them, in bytes. */
  longest: number;
  /** How many of them are closed. */
  closed: number;
}

/**
 * Attaches the pieces of a TCP segment that offload cut up on its way, or assembled (GRO), to the whole segment. Up
 * to a device without segmentation offload the kernel passes segments of up to 64 KB on as one frame; after it they
 * are frames of the MTU with sequence numbers, lengths and IP ids of their own. A piece has the acknowledgement
 * number of the whole segment, a sequence range within the segment's, and other points; `rateFit` must hold between
 * the two.
 */
export class Segments {
  readonly #streams = new Map<number, Stream>();

  /**
   * Adds a journey with its first frame: as a piece of a segment that holds it, or as a segment with the pieces it
   * holds.
   */
  add(journey: OpenJourney): void {
    const tcp = segmentOf(journey);
    if (tcp === null) return;
    let stream = this.#streams.get(tcp.acknowledgement);
    if (stream === undefined)
      this.#streams.set(tcp.acknowledgement, (stream = { segments: [], longest: 0, closed: 0 }));
    const { segments } = stream;
    const at = findPosition(segments, tcp);
    for (let i = at - 1; i >= 0; i -= 1) {
      const before = segments[i]!;
      if (distance(tcpOf(before), tcp) + tcp.payloadLength > stream.longest) break;
      if (holds(tcpOf(before), tcp) && isPiece(journey, before)) return attach(journey, before);
    }
    // The pieces may have come first: search as far as this segment reaches.
    for (let i = at; i < segments.length && distance(tcp, tcpOf(segments[i]!)) < tcp.payloadLength;) {
      const after = segments[i]!;
      if (holds(tcp, tcpOf(after)) && isPiece(after, journey)) {
        attach(after, journey);
        segments.splice(i, 1);
      } else i += 1;
    }
    segments.splice(at, 0, journey);
    stream.longest = Math.max(stream.longest, tcp.payloadLength);
  }

  /** Removes a closed journey. */
  close(journey: OpenJourney): void {
    const tcp = segmentOf(journey);
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

/** Returns the TCP header of a journey that carries data. */
function segmentOf({ frames }: OpenJourney): Tcp | null {
  const { tcp } = frames[0]!.packet;
  return tcp === null || tcp.payloadLength === 0 ? null : tcp;
}

function tcpOf({ frames }: OpenJourney): Tcp {
  return frames[0]!.packet.tcp!;
}

/** Returns the bytes from one segment's start to another's; signed, so that sequence numbers may wrap around. */
function distance(from: Tcp, to: Tcp): number {
  return (to.sequence - from.sequence) | 0;
}

function holds(whole: Tcp, piece: Tcp): boolean {
  const offset = distance(whole, piece);
  return (
    piece.payloadLength < whole.payloadLength && offset >= 0 && offset + piece.payloadLength <= whole.payloadLength
  );
}

/** Returns a segment's position among the others. It is mostly the last, so the search begins there. */
function findPosition(segments: readonly OpenJourney[], tcp: Tcp): number {
  let at = segments.length;
  while (at > 0) {
    const before = tcpOf(segments[at - 1]!);
    const offset = distance(before, tcp);
    if (offset > 0 || (offset === 0 && before.payloadLength >= tcp.payloadLength)) break;
    at -= 1;
  }
  return at;
}

function isPiece(piece: OpenJourney, whole: OpenJourney): boolean {
  if (whole.closed || piece.closed) return false;
  const [small, big] = [piece.frames, whole.frames];
  if (small.some(({ point }) => big.some((frame) => frame.point === point))) return false;
  const [earlier, later] = small[0]!.time < big[0]!.time ? [small, big] : [big, small];
  return rateFit(earlier[earlier.length - 1]!, later[0]!, true) !== null;
}

function attach(piece: OpenJourney, whole: OpenJourney): void {
  piece.whole = whole;
  whole.pieces = [...(whole.pieces ?? []), ...(piece.pieces ?? []), piece];
  for (const smaller of piece.pieces ?? []) smaller.whole = whole;
  piece.pieces = null;
}
