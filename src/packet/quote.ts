import { readIpv4 } from './ipv4.js';
import { readIpv6 } from './ipv6.js';
import { draft, type Reading } from './reading.js';
import type { Packet } from './types.js';

/** An error about an error must not be sent (RFC 1122 §3.2.2); what quotes deeper than this is not worth reading. */
const deepest = 2;

/** Reads the IP packet that an ICMP error quotes from `start` to `end`; null where there is none to read. */
export function quote(outer: Reading, start: number, end: number): Packet | null {
  const last = Math.min(end, outer.bytes.length);
  if (outer.depth >= deepest || start >= last) return null;
  const bytes = outer.bytes.subarray(start, last);
  const packet = draft(bytes, end - start);
  const reading: Reading = { ...outer, bytes, packet, depth: outer.depth + 1 };
  if (bytes[0]! >> 4 === 6) readIpv6(reading, 0, end - start);
  else readIpv4(reading, 0, end - start);
  if (packet.ip !== null) packet.wireLength = packet.ip.length;
  return packet;
}
