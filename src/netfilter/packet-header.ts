import type { Packet } from '../packet/index.js';
import type { TraceHeader } from './trace-types.js';

/** A packet's headers as a trace would show them; null where it is not IPv4. */
export function headerOf({ ip, tcp, udp, icmp }: Packet): TraceHeader | null {
  if (ip?.version !== 4 || ip.id === null) return null;
  const ports = tcp ?? udp;
  return {
    source: ip.source,
    destination: ip.destination,
    ttl: ip.ttl,
    ipId: ip.id,
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
