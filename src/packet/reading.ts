import type { DecodeProblem, Packet } from './types.js';

/** A packet while its layers are being filled in. */
export type Draft = { -readonly [Field in keyof Packet]: Packet[Field] };

/**
 * One frame being read. Offsets count from the start of `bytes`. An `end` handed from layer to layer is where the
 * enclosing layer says its content ends on the wire, which may be beyond the bytes that were captured.
 */
export interface Reading {
  readonly bytes: Uint8Array;
  readonly packet: Draft;
  /** TCP and UDP ports whose payload is DNS. */
  readonly dnsPorts: ReadonlySet<number>;
  /** 0 for a frame, 1 for a packet that an ICMP error in it quotes, and so on. */
  readonly depth: number;
  /**
   * Reads the packet that an ICMP error quotes from `start` to `end`, null if there is none. Handed in, since a quote
   * takes reading back from the innermost layer to IP.
   */
  readonly quote: (reading: Reading, start: number, end: number) => Packet | null;
}

/** An empty draft for `bytes`. */
export function draft(bytes: Uint8Array, wireLength: number): Draft {
  return {
    ethernet: null,
    arp: null,
    ip: null,
    icmp: null,
    tcp: null,
    udp: null,
    dns: null,
    payload: nothing,
    capturedLength: bytes.length,
    wireLength,
    cut: null,
    malformed: null,
  };
}

const nothing = new Uint8Array(0);

/**
 * Whether `length` bytes of `what` can be read at `offset`. If not, notes why: malformed when the enclosing layer has
 * no room for them, cut when they were on the wire and not captured.
 */
export function has(
  reading: Reading,
  layer: DecodeProblem['layer'],
  what: string,
  offset: number,
  length: number,
  end: number,
): boolean {
  if (offset + length > end) {
    malformed(reading, layer, `${what} needs ${length} bytes and ${Math.max(0, end - offset)} are there`);
    return false;
  }
  if (offset + length > reading.bytes.length) {
    const captured = Math.max(0, reading.bytes.length - offset);
    const by = reading.depth === 0 ? 'were captured' : 'are quoted';
    cut(reading, layer, `${what} needs ${length} bytes and only ${captured} of them ${by}`);
    return false;
  }
  return true;
}

/** Notes a contradiction; the first one found stands, since later ones tend to follow from it. */
export function malformed(reading: Reading, layer: DecodeProblem['layer'], reason: string): void {
  reading.packet.malformed ??= { layer, reason };
}

/** Notes that capturing ended inside this layer; the first one found stands. */
export function cut(reading: Reading, layer: DecodeProblem['layer'], reason: string): void {
  reading.packet.cut ??= { layer, reason };
}

/** Sets the payload: what was captured of the bytes from `start` to `end`. */
export function payload(reading: Reading, start: number, end: number): void {
  const last = Math.min(end, reading.bytes.length);
  if (last > start) reading.packet.payload = reading.bytes.subarray(start, last);
}
