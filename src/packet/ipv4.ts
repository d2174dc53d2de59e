import { ipv4At } from './address.js';
import { uint16 } from './octets.js';
import { has, malformed, type Reading } from './reading.js';
import { readTransport } from './transport.js';

const minimumLength = 20;

/** Reads an IPv4 header (RFC 791), options skipped, and what it carries. */
export function readIpv4(reading: Reading, offset: number, end: number): void {
  const { bytes, packet } = reading;
  if (!has(reading, 'ipv4', 'an IPv4 header', offset, minimumLength, end)) return;
  const version = bytes[offset]! >> 4;
  if (version !== 4) return malformed(reading, 'ipv4', `expected version 4, found ${version}`);
  const headerLength = (bytes[offset]! & 0x0f) * 4;
  if (headerLength < minimumLength)
    return malformed(reading, 'ipv4', `a header length of ${headerLength} bytes is below the least, 20`);
  const length = uint16(bytes, offset + 2);
  const fragment = uint16(bytes, offset + 6);
  packet.ip = {
    version: 4,
    source: ipv4At(bytes, offset + 12),
    destination: ipv4At(bytes, offset + 16),
    ttl: bytes[offset + 8]!,
    protocol: bytes[offset + 9]!,
    id: uint16(bytes, offset + 4),
    dontFragment: (fragment & 0x4000) !== 0,
    moreFragments: (fragment & 0x2000) !== 0,
    fragmentOffset: (fragment & 0x1fff) * 8,
    trafficClass: bytes[offset + 1]!,
    length,
  };
  // A segment the kernel has yet to cut up (BIG TCP) says 0, as it has more than the 65,535 bytes the field can hold.
  const datagramEnd = length === 0 ? end : offset + length;
  if (length !== 0 && length < headerLength)
    return malformed(reading, 'ipv4', `a total length of ${length} bytes is less than its header's ${headerLength}`);
  if (!has(reading, 'ipv4', 'the IPv4 header with its options', offset, headerLength, Math.min(end, datagramEnd)))
    return;
  // A quoted packet is nearly always shorter than the datagram it is the start of.
  if (datagramEnd > end && reading.depth === 0)
    malformed(reading, 'ipv4', `a total length of ${length} bytes, and the frame has only ${end - offset} for it`);
  readTransport(
    reading,
    packet.ip,
    offset + headerLength,
    reading.depth === 0 ? Math.min(datagramEnd, end) : datagramEnd,
  );
}
