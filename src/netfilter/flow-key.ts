import type { TraceHeader } from './trace-types.js';

/** What tells a flow: its two ends as one packet of it has them. */
export type FlowTuple = Pick<
  TraceHeader,
  'source' | 'destination' | 'protocol' | 'sourcePort' | 'destinationPort' | 'icmpId'
>;

/** A flow in one direction: the two ends with their ports, or the ICMP id in the place of ports (RFC 5508 section 3). */
export function flowKey(h: FlowTuple): string {
  return (
    end(h.source, h.sourcePort ?? h.icmpId) + end(h.destination, h.destinationPort ?? h.icmpId) + String(h.protocol)
  );
}

/** The same flow's other direction. */
export function replyKey(h: FlowTuple): string {
  return (
    end(h.destination, h.destinationPort ?? h.icmpId) + end(h.source, h.sourcePort ?? h.icmpId) + String(h.protocol)
  );
}

/** `172.17.0.2:40000 → 198.51.100.11:80`, for people. */
export function flowWords({ source, sourcePort, destination, destinationPort, icmpId }: FlowTuple): string {
  const port = (of: number | null): string => (of === null ? '' : `:${of}`);
  return `${source}${port(sourcePort)} → ${destination}${port(destinationPort)}${icmpId === null ? '' : ` id ${icmpId}`}`;
}

const end = (address: string, port: number | null): string => `${address}:${port ?? ''} `;
