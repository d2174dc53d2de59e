import { createDraft, type DecodeContext } from './context.js';
import { decodeEthernet } from './ethernet.js';
import { decodeIpv4, decodeIpv6 } from './ip.js';
import type { Packet } from './types.js';

/** Facts that a frame does not contain. */
export interface DecodeOptions {
  /**
   * TCP and UDP ports whose payload is DNS. Docker's resolver listens on random ports of 127.0.0.11, to which a
   * container's nat table redirects port 53: a recording in the container needs those ports too. Default: 53, and
   * 5353 for multicast DNS (RFC 6762).
   */
  readonly dnsPorts?: ReadonlySet<number>;
}

/** Ports that carry DNS if nothing is redirected. */
export const defaultDnsPorts: ReadonlySet<number> = new Set([53, 5353]);

/**
 * Decodes one Ethernet frame as far as its bytes allow. Never throws: `malformed` names a violation of the protocol,
 * `cut` a header that the snaplen cut, and earlier layers are decoded.
 *
 * @param bytes The captured bytes. The packet's payload is a view of them, not a copy.
 * @param wireLength The frame's length on the wire in bytes, at least `bytes.length`.
 */
export function decodePacket(bytes: Uint8Array, wireLength: number, options: DecodeOptions = {}): Packet {
  const end = Math.max(wireLength, bytes.length);
  const packet = createDraft(bytes, end);
  const dnsPorts = options.dnsPorts ?? defaultDnsPorts;
  decodeEthernet({ bytes, packet, dnsPorts, depth: 0, decodeQuoted, decodeFrame }, end);
  return packet;
}

/** Decodes the frame that a tunnel carries from `start` to `end`, but no further tunnel in it. */
function decodeFrame(outer: DecodeContext, start: number, end: number): Packet {
  const bytes = outer.bytes.subarray(start, Math.min(end, outer.bytes.length));
  const packet = createDraft(bytes, Math.max(0, end - start));
  decodeEthernet({ ...outer, bytes, packet, decodeFrame: () => null }, packet.wireLength);
  return packet;
}

/** Quotes decoded within quotes. An error about an error must not be sent (RFC 1122 section 3.2.2). */
const mostDepth = 2;

/** Decodes the IP packet that an ICMP error quotes from `start` to `end`; null if there is none. */
function decodeQuoted(outer: DecodeContext, start: number, end: number): Packet | null {
  const last = Math.min(end, outer.bytes.length);
  if (outer.depth >= mostDepth || start >= last) return null;
  const bytes = outer.bytes.subarray(start, last);
  const packet = createDraft(bytes, end - start);
  const context: DecodeContext = { ...outer, bytes, packet, depth: outer.depth + 1 };
  if (bytes[0]! >> 4 === 6) decodeIpv6(context, 0, end - start);
  else decodeIpv4(context, 0, end - start);
  if (packet.ip !== null) packet.wireLength = packet.ip.length;
  return packet;
}
