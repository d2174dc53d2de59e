/** The addresses of a datagram. */
export interface DatagramAddresses {
  /** Colon-separated. */
  readonly sourceMac: string;
  /** The next hop's. */
  readonly destinationMac: string;
  readonly source: string;
  readonly destination: string;
}

const headerLengths = { ethernet: 14, ip: 20, udp: 8 };

/** Offset of a datagram's payload in its frame. */
export const payloadOffset = headerLengths.ethernet + headerLengths.ip + headerLengths.udp;

/** Encodes Ethernet, IPv4 (RFC 791) and UDP (RFC 768) headers for a frame of `length` bytes, as hexadecimal. */
export function encodeHeaders(addresses: DatagramAddresses, length: number): string {
  const frame = Buffer.alloc(payloadOffset);
  frame.write(`${addresses.destinationMac}${addresses.sourceMac}0800`.replaceAll(':', ''), 0, 'hex');
  const ip = frame.subarray(headerLengths.ethernet);
  ip.writeUInt8(0x45, 0);
  ip.writeUInt16BE(length - headerLengths.ethernet, 2);
  ip.writeUInt16BE(0x4000, 6); // "don't fragment", so that the id may be 0 (RFC 6864)
  ip.writeUInt8(64, 8);
  ip.writeUInt8(17, 9);
  ip.set(addresses.source.split('.').map(Number), 12);
  ip.set(addresses.destination.split('.').map(Number), 16);
  ip.writeUInt16BE(checksum(ip.subarray(0, headerLengths.ip)), 10);
  const udp = ip.subarray(headerLengths.ip);
  udp.writeUInt16BE(40_000, 0);
  udp.writeUInt16BE(9, 2); // discard
  udp.writeUInt16BE(length - headerLengths.ethernet - headerLengths.ip, 4); // the checksum is optional
  return frame.toString('hex');
}

/** Ones' complement sum of 16-bit words (RFC 1071). */
function checksum(header: Buffer): number {
  let sum = 0;
  for (let offset = 0; offset < header.length; offset += 2) sum += header.readUInt16BE(offset);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
