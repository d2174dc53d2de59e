/** Whom a load of datagrams goes from and to. */
export interface Ends {
  /** Colon-separated. */
  readonly sourceMac: string;
  /** The next hop's. */
  readonly destinationMac: string;
  readonly source: string;
  readonly destination: string;
}

const headers = { ethernet: 14, ip: 20, udp: 8 };
/** Where a datagram's payload begins in its frame. */
export const payloadAt = headers.ethernet + headers.ip + headers.udp;

/** Ethernet, IPv4 (RFC 791) and UDP (RFC 768) headers for a frame of `length` bytes, as hexadecimal; UDP without its checksum, which may be left out. */
export function datagramHead({ sourceMac, destinationMac, source, destination }: Ends, length: number): string {
  const frame = Buffer.alloc(payloadAt);
  frame.write(`${destinationMac}${sourceMac}0800`.replaceAll(':', ''), 0, 'hex');
  const ip = frame.subarray(headers.ethernet);
  ip.writeUInt8(0x45, 0);
  ip.writeUInt16BE(length - headers.ethernet, 2);
  ip.writeUInt16BE(0x4000, 6); // may not be fragmented, so that an id of 0 is right (RFC 6864)
  ip.writeUInt8(64, 8);
  ip.writeUInt8(17, 9);
  ip.set(source.split('.').map(Number), 12);
  ip.set(destination.split('.').map(Number), 16);
  ip.writeUInt16BE(checksum(ip.subarray(0, headers.ip)), 10);
  const udp = ip.subarray(headers.ip);
  udp.writeUInt16BE(40_000, 0);
  udp.writeUInt16BE(9, 2); // discard
  udp.writeUInt16BE(length - headers.ethernet - headers.ip, 4);
  return frame.toString('hex');
}

/** The ones' complement sum of 16-bit words (RFC 1071). */
function checksum(header: Buffer): number {
  let sum = 0;
  for (let at = 0; at < header.length; at += 2) sum += header.readUInt16BE(at);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
