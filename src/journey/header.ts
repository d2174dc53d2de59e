import type { PacketHeader } from '../netfilter/index.js';

/** Equal for headers of the same packet at the same step of its way. The echo fields of an ICMP error are other things. */
export function headerKey(h: PacketHeader): string {
  const echo = h.icmpType === 0 || h.icmpType === 8 ? [h.icmpId, h.icmpSequence] : [];
  return [
    h.protocol,
    h.source,
    h.sourcePort,
    h.destination,
    h.destinationPort,
    h.ttl,
    h.ipId,
    h.length,
    h.icmpType,
    ...echo,
    h.window,
  ].join(' ');
}
