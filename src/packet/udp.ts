import { isDnsPort, readDns } from './dns.js';
import { uint16 } from './octets.js';
import { has, malformed, payload, type Reading } from './reading.js';
import type { Ip } from './types.js';

const headerLength = 8;

/** Reads a UDP header (RFC 768) and its payload. */
export function readUdp(reading: Reading, ip: Ip, offset: number, end: number): void {
  const { bytes, packet } = reading;
  if (!has(reading, 'udp', 'a UDP header', offset, headerLength, end)) return;
  const stated = uint16(bytes, offset + 4);
  packet.udp = {
    sourcePort: uint16(bytes, offset),
    destinationPort: uint16(bytes, offset + 2),
    payloadLength: Math.max(0, stated - headerLength),
  };
  if (stated < headerLength)
    return malformed(reading, 'udp', `a length of ${stated} bytes is less than its header's 8`);
  if (offset + stated > end && !ip.moreFragments)
    malformed(reading, 'udp', `a length of ${stated} bytes, and the IP packet has only ${end - offset} for it`);
  const datagramEnd = Math.min(offset + stated, end);
  payload(reading, offset + headerLength, datagramEnd);
  // A first fragment holds the message's beginning only; reading it would call a good message broken.
  if (!ip.moreFragments && isDnsPort(reading, packet.udp)) readDns(reading, offset + headerLength, datagramEnd);
}
