import type { TraceHeader } from '../firewall/index.js';

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
