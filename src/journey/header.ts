import type { TraceHeader } from '../firewall/index.js';
import type { Packet } from '../packet/index.js';

/** A packet's headers as a trace would show them; null where it is not IPv4. */
export function headerOf({ ip, tcp, udp, icmp }: Packet): TraceHeader | null {
  if (ip?.version !== 4 || ip.id === null) return null;
  const ports = tcp ?? udp;
  return {
    source: ip.source, destination: ip.destination, ttl: ip.ttl, ipId: ip.id, length: ip.length, protocol: ip.protocol,
    sourcePort: ports?.sourcePort ?? null, destinationPort: ports?.destinationPort ?? null,
    icmpType: icmp?.type ?? null, icmpId: icmp?.id ?? null, icmpSequence: icmp?.sequence ?? null, window: tcp?.window ?? null,
  };
}

/** Equal for headers of the same packet at the same step of its way. The echo fields of an ICMP error are other things. */
export function headerKey(h: TraceHeader): string {
  const echo = h.icmpType === 0 || h.icmpType === 8 ? [h.icmpId, h.icmpSequence] : [];
  return [h.protocol, h.source, h.sourcePort, h.destination, h.destinationPort, h.ttl, h.ipId, h.length, h.icmpType, ...echo, h.window].join(' ');
}

/** A flow in one direction: the two ends with their ports, or the ICMP id in the place of ports (RFC 5508 section 3). */
export function flowKey(h: TraceHeader): string {
  return end(h.source, h.sourcePort ?? h.icmpId) + end(h.destination, h.destinationPort ?? h.icmpId) + String(h.protocol);
}

/** The same flow's other direction. */
export function replyKey(h: TraceHeader): string {
  return end(h.destination, h.destinationPort ?? h.icmpId) + end(h.source, h.sourcePort ?? h.icmpId) + String(h.protocol);
}

const end = (address: string, port: number | null): string => `${address}:${port ?? ''} `;
