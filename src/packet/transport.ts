import { readIcmp } from './icmp.js';
import { readIcmpv6 } from './icmpv6.js';
import { payload, type Reading } from './reading.js';
import { readTcp } from './tcp.js';
import type { Ip } from './types.js';
import { readUdp } from './udp.js';

/** IP protocol numbers (IANA). */
export const protocols = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58 } as const;

/** Reads what an IP packet carries, from `offset` to the datagram's `end`. */
export function readTransport(reading: Reading, ip: Ip, offset: number, end: number): void {
  // Only the first fragment begins with a transport header.
  if (ip.fragmentOffset !== 0) return payload(reading, offset, end);
  if (ip.protocol === protocols.tcp) readTcp(reading, offset, end);
  else if (ip.protocol === protocols.udp) readUdp(reading, ip, offset, end);
  else if (ip.protocol === protocols.icmp && ip.version === 4) readIcmp(reading, offset, end);
  else if (ip.protocol === protocols.icmpv6 && ip.version === 6) readIcmpv6(reading, offset, end);
  else payload(reading, offset, end);
}
