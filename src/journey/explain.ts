import { describeDns, listTcpFlags, type Packet } from '../packet/index.js';
import type { Hop, Journey, Translation } from './types.js';

/**
 * One sentence about a journey: `web → server: echo request seen at web.eth0, docker0, uplink; source 172.17.0.2 became
 * 198.51.100.2 and TTL 64 became 63 between docker0 and uplink`. MAC addresses change at every router and are left out.
 *
 * @param names What to call an address; one that is not in it is written as it is.
 */
export function describeJourney({ hops }: Journey, names: ReadonlyMap<string, string> = new Map()): string {
  const first = hops[0];
  if (first === undefined) return 'a journey without a sighting';
  const name = (address: string): string => names.get(address) ?? address;
  const [source, destination] = ends(first.packet);
  const seen = `${name(source)} → ${name(destination)}: ${what(first.packet)} seen at ${stations(hops)}`;
  return [seen, ...hops.flatMap((hop, index) => step(hops[index - 1], hop))].join('; ');
}

/** The points in order; one that saw the packet several times in a row (in pieces, or in and out) with how often. */
function stations(hops: readonly Hop[]): string {
  const runs: { point: string; times: number }[] = [];
  for (const { point } of hops) {
    const last = runs.at(-1);
    if (last?.point === point) last.times += 1;
    else runs.push({ point, times: 1 });
  }
  return runs.map(({ point, times }) => (times === 1 ? point : `${point} ×${times}`)).join(', ');
}

function ends({ ip, arp, ethernet }: Packet): readonly [string, string] {
  if (ip !== null) return [ip.source, ip.destination];
  if (arp !== null) return [arp.senderAddress, arp.targetAddress];
  return ethernet === null ? ['unknown', 'unknown'] : [ethernet.source, ethernet.destination];
}

/** The packet in a few words, without addresses. */
function what({ ip, arp, tcp, udp, icmp, dns, ethernet, wireLength }: Packet): string {
  if (dns !== null) return describeDns(dns);
  if (tcp !== null) {
    const port = tcp.flags.syn && !tcp.flags.ack ? ` to port ${tcp.destinationPort}` : '';
    const length = tcp.payloadLength > 0 ? ` with ${tcp.payloadLength} bytes` : '';
    return `TCP ${listTcpFlags(tcp).join(' ')}${port}${length}`;
  }
  if (udp !== null) return `UDP to port ${udp.destinationPort} with ${udp.payloadLength} bytes`;
  if (icmp !== null) return icmp.name;
  if (ip !== null)
    return ip.fragmentOffset > 0 ? `fragment at ${ip.fragmentOffset}` : `packet of IP protocol ${ip.protocol}`;
  if (arp !== null) return `ARP ${arp.operation}`;
  return ethernet === null
    ? `frame of ${wireLength} bytes`
    : `frame of EtherType 0x${ethernet.etherType.toString(16).padStart(4, '0')}`;
}

/** What one step changed, as one clause, or nothing. */
function step(before: Hop | undefined, hop: Hop): string[] {
  const changed = describeChanges(hop);
  return before === undefined || changed === '' ? [] : [`${changed} between ${before.point} and ${hop.point}`];
}

/** `source 172.17.0.2 became 198.51.100.2 and TTL 64 became 63`: what changed since the hop before, MAC addresses left out; empty where nothing did. */
export function describeChanges({ changes }: Hop): string {
  const clauses = changes
    .filter(({ field }) => !field.endsWith('MAC'))
    .map(({ field, from, to }: Translation) => `${field} ${from} became ${to}`);
  const last = clauses.pop();
  if (last === undefined) return '';
  return clauses.length === 0 ? last : `${clauses.join(', ')} and ${last}`;
}
