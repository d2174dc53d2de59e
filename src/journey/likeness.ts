import type { Frame } from './types.js';

/**
 * Longest time between two points, in nanoseconds. Forwarding takes microseconds; what can hold a packet is the wait for
 * its next hop's MAC address, for which Linux asks three times, a second apart, before it gives the packet up
 * (mcast_solicit, retrans_time_ms in arp(7)).
 */
export const longestStep = 3_100_000_000n;

/**
 * How well `next` fits as the step after `last` of the same packet, both having the same identity: higher is better,
 * null is impossible. The rules, and why:
 *
 * - within about three seconds (see `longestStep`);
 * - the TTL never grows: routers only lower it (RFC 1812 §5.3.1);
 * - the same point again only with a lower TTL: a packet sent back out where it came in (a published port reached from
 *   its own network) was routed in between, while a repeat has the TTL it had;
 * - unless the identity is distinctive, addresses and ports change only together with the TTL, and one of the two
 *   addresses stays. Netfilter translates what is being routed; between a bridge and its port only while
 *   bridge-nf-call-iptables is 1, and both addresses only where a published port is reached from its own network.
 *   Without a number of its own a packet that differs so much is more likely another flow's.
 *
 * Among possible steps the one that keeps more of addresses, ports and ICMP id fits better.
 *
 * @param distinctive Whether the identity holds a number of the packet's own; see `Identity`.
 */
export function likeness(last: Frame, next: Frame, distinctive: boolean): number | null {
  if (next.time - last.time > longestStep) return null;
  const [a, b] = [last.packet, next.packet];
  // Below IP the identity holds the addresses, so all that is left is that a point sees a frame once.
  if (a.ip === null || b.ip === null) return last.point === next.point ? null : 0;
  const sameSource = a.ip.source === b.ip.source;
  const sameDestination = a.ip.destination === b.ip.destination;
  const [portsA, portsB] = [a.tcp ?? a.udp, b.tcp ?? b.udp];
  const sameSourcePort = portsA?.sourcePort === portsB?.sourcePort;
  const sameDestinationPort = portsA?.destinationPort === portsB?.destinationPort;
  const sameIcmpId = a.icmp?.id === b.icmp?.id;
  const unchanged = sameSource && sameDestination && sameSourcePort && sameDestinationPort && sameIcmpId;
  if (b.ip.ttl > a.ip.ttl) return null;
  if (b.ip.ttl === a.ip.ttl && !unchanged && !distinctive) return null;
  if (!sameSource && !sameDestination && !distinctive) return null;
  return (
    4 * (Number(sameSource) + Number(sameDestination)) +
    Number(sameSourcePort) +
    Number(sameDestinationPort) +
    Number(sameIcmpId)
  );
}

/** Whether a packet that was at this point with `earlier`'s TTL can be there again as `next`. */
export function canReturn(earlier: Frame, next: Frame): boolean {
  return earlier.packet.ip !== null && next.packet.ip !== null && next.packet.ip.ttl < earlier.packet.ip.ttl;
}
