import type { Packet } from '../../packet/index.js';
import type { PacketHeader } from '../types.js';

/**
 * Returns a decoded packet's headers as a trace shows them; null for a packet that is not traced: neither IPv4 nor TCP,
 * UDP or ICMPv6 echo over IPv6, whose neighbour discovery and multicast listeners no rule of an engine is about.
 */
export function extractHeader({ ip, tcp, udp, icmp }: Packet): PacketHeader | null {
  if (ip === null) return null;
  const ports = tcp ?? udp;
  // A decoded message has an identifier if it is an echo.
  const isTraced = ip.version === 4 ? ip.id !== null : ports !== null || icmp?.id != null;
  if (!isTraced || (ip.fragmentOffset !== 0 && ip.version === 6)) return null;
  return {
    source: ip.source,
    destination: ip.destination,
    ttl: ip.ttl,
    ipId: ip.version === 4 ? (ip.id ?? 0) : 0,
    length: ip.length,
    protocol: ip.protocol,
    sourcePort: ports?.sourcePort ?? null,
    destinationPort: ports?.destinationPort ?? null,
    icmpType: icmp?.type ?? null,
    icmpId: icmp?.id ?? null,
    icmpSequence: icmp?.sequence ?? null,
    window: tcp?.window ?? null,
  };
}

/** Types of echo requests and replies (RFC 792, RFC 4443 section 4). */
const [echoTypes, ipv6EchoTypes] = [
  [8, 0],
  [128, 129],
];

/** Returns whether a header is that of an ICMP or ICMPv6 echo request or reply. */
export const isEcho = ({ protocol, icmpType }: Pick<PacketHeader, 'protocol' | 'icmpType'>): boolean =>
  icmpType !== null && (protocol === 58 ? ipv6EchoTypes : echoTypes).includes(icmpType);
