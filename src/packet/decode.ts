import { readEthernet } from './ethernet.js';
import { quote } from './quote.js';
import { draft } from './reading.js';
import type { Packet } from './types.js';

/** What `decode` cannot know from the frame alone. */
export interface DecodeOptions {
  /**
   * TCP and UDP ports whose payload is DNS. Docker's resolver listens on random ports of 127.0.0.11 and a container's
   * nat table redirects port 53 there, so a recording inside the container needs those ports too.
   * Default: 53, and 5353 for multicast DNS (RFC 6762).
   */
  readonly dnsPorts?: ReadonlySet<number>;
}

/** The ports that carry DNS wherever nothing is redirected. */
export const defaultDnsPorts: ReadonlySet<number> = new Set([53, 5353]);

/**
 * Decodes one Ethernet frame as far as its bytes allow. Never throws: what contradicts its protocol is in `malformed`,
 * what the snapshot length took away is in `cut`, and the layers read until then are there.
 *
 * @param bytes What was captured. The packet's payload is a view of it, not a copy.
 * @param wireLength The frame's length on the wire in bytes, at least `bytes.length`.
 */
export function decodePacket(bytes: Uint8Array, wireLength: number, options: DecodeOptions = {}): Packet {
  const end = Math.max(wireLength, bytes.length);
  const packet = draft(bytes, end);
  readEthernet({ bytes, packet, dnsPorts: options.dnsPorts ?? defaultDnsPorts, depth: 0, quote }, end);
  return packet;
}
