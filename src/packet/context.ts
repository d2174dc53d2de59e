import type { DecodeProblem, Packet } from './types.js';

/** A packet whose layers are still being decoded. */
export type Draft = { -readonly [Field in keyof Packet]: Packet[Field] };

/**
 * A frame being decoded. Offsets count from the start of `bytes`. Each layer passes the next an `end`: the end of its
 * content on the wire, which may be beyond the captured bytes.
 */
export interface DecodeContext {
  readonly bytes: Uint8Array;
  readonly packet: Draft;
  /** TCP and UDP ports whose payload is DNS. */
  readonly dnsPorts: ReadonlySet<number>;
  /** 0 for a frame, 1 for the packet that an ICMP error in it quotes, and so on. */
  readonly depth: number;
  /**
   * Decodes the packet that an ICMP error quotes from `start` to `end`; null if there is none. A field, since a direct
   * call would make the modules import each other in a circle.
   */
  readonly decodeQuoted: (context: DecodeContext, start: number, end: number) => Packet | null;
  /** Decodes the frame that a tunnel carries from `start` to `end`; null within a frame that a tunnel carries. */
  readonly decodeFrame: (context: DecodeContext, start: number, end: number) => Packet | null;
}

/** Creates a packet without layers. */
export function createDraft(bytes: Uint8Array, wireLength: number): Draft {
  return {
    ethernet: null,
    arp: null,
    ip: null,
    icmp: null,
    tcp: null,
    udp: null,
    dns: null,
    vxlan: null,
    esp: null,
    payload: noBytes,
    capturedLength: bytes.length,
    wireLength,
    cut: null,
    malformed: null,
  };
}

const noBytes = new Uint8Array(0);

/**
 * Returns whether `length` bytes can be read at `offset`. If not, notes why: malformed if the enclosing layer is too
 * short for them, cut if they were on the wire but not captured.
 */
export function requireBytes(
  context: DecodeContext,
  layer: DecodeProblem['layer'],
  what: string,
  offset: number,
  length: number,
  end: number,
): boolean {
  if (offset + length > end) {
    noteMalformed(context, layer, `${what} needs ${length} bytes and ${Math.max(0, end - offset)} are there`);
    return false;
  }
  if (offset + length > context.bytes.length) {
    const captured = Math.max(0, context.bytes.length - offset);
    const by = context.depth === 0 ? 'were captured' : 'are quoted';
    noteCut(context, layer, `${what} needs ${length} bytes and only ${captured} of them ${by}`);
    return false;
  }
  return true;
}

/** Notes a violation of the protocol. Keeps the first one: later ones tend to follow from it. */
export function noteMalformed(context: DecodeContext, layer: DecodeProblem['layer'], reason: string): void {
  context.packet.malformed ??= { layer, reason };
}

/** Notes that the captured bytes end in this layer. Keeps the first one. */
export function noteCut(context: DecodeContext, layer: DecodeProblem['layer'], reason: string): void {
  context.packet.cut ??= { layer, reason };
}

/** Sets the payload: the captured bytes from `start` to `end`. */
export function setPayload(context: DecodeContext, start: number, end: number): void {
  const last = Math.min(end, context.bytes.length);
  if (last > start) context.packet.payload = context.bytes.subarray(start, last);
}
