import type { Hop, Journey } from '../journey/index.js';
import type { Dns, Packet } from '../packet/index.js';
import { isPort } from './ports.js';
import type { Roles } from './roles.js';
import type { CanonicalHop, CanonicalJourney } from './types.js';

/**
 * Returns journeys in a form in which two runs of one engine are equal: roles for addresses and names, no times, no
 * ephemeral numbers, sorted, and each path of a kind of packet once. A retransmission that fares as its original adds
 * nothing; one packet of many that fares differently adds a line. `describeKind` says which packets are left out. MAC
 * addresses are left out too: points and TTL show every bridged and routed step.
 */
export function canonicalizeJourneys(journeys: readonly Journey[], roles: Roles): CanonicalJourney[] {
  const canonical = new Map<string, CanonicalJourney>();
  for (const journey of journeys) {
    const one = canonicalizeJourney(journey, roles);
    if (one === null) continue;
    const key = journeyKey(one);
    if (canonical.get(key)?.end == null) canonical.set(key, one);
  }
  return [...canonical].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, journey]) => journey);
}

/**
 * Selects the packets that another run does not have on the same path, by `canonicalizeJourneys`'s measure.
 *
 * @param others The other run's.
 */
export function selectUnmatched(
  journeys: readonly Journey[],
  roles: Roles,
  others: readonly CanonicalJourney[],
): Journey[] {
  const keys = new Set(others.map(journeyKey));
  return journeys.filter((journey) => {
    const one = canonicalizeJourney(journey, roles);
    return one !== null && !keys.has(journeyKey(one));
  });
}

/** Identifies a canonical journey by packet and path. The rule that ended it explains the path and is no part of it. */
export function journeyKey({ packet, hops }: Pick<CanonicalJourney, 'packet' | 'hops'>): string {
  return JSON.stringify([packet, ...hops.map(formatHop)]);
}

/** Formats a hop: `docker0`, `docker0 | destination web:80, TTL 63`. */
export function formatHop({ point, changes }: CanonicalHop): string {
  return changes.length === 0 ? point : `${point} | ${changes.join(', ')}`;
}

function canonicalizeJourney({ hops, end }: Journey, finalRoles: Roles): CanonicalJourney | null {
  const [first] = hops;
  if (first === undefined) return null;
  const roles = finalRoles.at(first.time);
  const kind = describeKind(first.packet, roles);
  if (kind === null) return null;
  const { source, destination } = nameEndpoints(first.packet, roles);
  const rule = end?.rule ?? null;
  const path = canonicalizeHops(hops, roles);
  if (path.length === 0) return null;
  return {
    packet: `${kind} ${source} → ${destination}`,
    hops: path,
    end: rule === null ? null : `${rule.table} ${roles.replaceIn(rule.text)}`,
  };
}

/** Returns each hop with what changed. Segments that offload split, and equal frames at one point, are one hop. */
function canonicalizeHops(hops: readonly Hop[], roles: Roles): CanonicalHop[] {
  const canonical: CanonicalHop[] = [];
  const seen = new Set<string>();
  let before: Hop | null = null;
  for (const hop of orderCopies(hops, roles)) {
    const state = `${hop.point} ${formatState(hop, roles)}`;
    if (seen.has(state)) continue;
    seen.add(state);
    canonical.push({ point: hop.point, changes: before === null ? formatTtl(hop) : listChanges(before, hop, roles) });
    before = hop;
  }
  return canonical;
}

/**
 * Orders the copies of a frame that a bridge floods by their points: a bridge sends them to its ports in the order in
 * which these were added (br_flood in net/bridge/br_forward.c). The first hop is the sender's. Leaves out copies of a
 * unicast frame at others than sender and receiver: whether a bridge floods it depends on what the receiver has sent
 * before.
 */
function orderCopies(hops: readonly Hop[], roles: Roles): Hop[] {
  const ordered: Hop[] = [];
  let copies: Hop[] = [];
  const flush = () => {
    ordered.push(...copies.sort((one, other) => (one.point < other.point ? -1 : 1)));
    copies = [];
  };
  for (const [n, hop] of hops.entries()) {
    if (roles.ports.isBystander(hop.point, hop.packet)) continue;
    const isCopy = n > 0 && isPort(hop.point);
    const [first] = copies;
    if (!isCopy || (first !== undefined && formatState(first, roles) !== formatState(hop, roles))) flush();
    (isCopy ? copies : ordered).push(hop);
  }
  flush();
  return ordered;
}

const formatState = ({ packet }: Hop, roles: Roles): string => {
  const { source, destination } = nameEndpoints(packet, roles);
  return `${source} ${destination} ${packet.ip?.ttl ?? ''}`;
};

const formatTtl = ({ packet }: Hop): string[] => (packet.ip === null ? [] : [`TTL ${packet.ip.ttl}`]);

function listChanges(before: Hop, hop: Hop, roles: Roles): string[] {
  const [old, now] = [nameEndpoints(before.packet, roles), nameEndpoints(hop.packet, roles)];
  const changes: string[] = [];
  if (old.source !== now.source) changes.push(`source ${now.source}`);
  else if (portDiffers(before, hop, 'sourcePort')) changes.push('another source port');
  if (old.destination !== now.destination) changes.push(`destination ${now.destination}`);
  else if (portDiffers(before, hop, 'destinationPort')) changes.push('another destination port');
  if (before.packet.ip?.ttl !== hop.packet.ip?.ttl) changes.push(...formatTtl(hop));
  return changes;
}

/** Two ephemeral ports have the same role, so the numbers are compared. */
function portDiffers(before: Hop, hop: Hop, port: 'sourcePort' | 'destinationPort'): boolean {
  return (before.packet.tcp ?? before.packet.udp)?.[port] !== (hop.packet.tcp ?? hop.packet.udp)?.[port];
}

/**
 * Ports on which the engines of a swarm talk with each other on their own timers (the manual's page on overlay
 * networks, Requirements): cluster management, and gossip of nodes and networks.
 */
const swarmPorts = new Set([2377, 7946]);

/** ICMPv6 types of multicast listener and neighbour discovery, which every host sends on its own timers. */
const upkeepTypes = new Set([130, 131, 132, 133, 134, 135, 136, 137, 143]);

/**
 * Describes a packet in words that are equal in every run, without its addresses. Returns null for a packet whose
 * presence and number depend on timers or races, so that comparisons leave it out:
 *
 * - ARP, neighbour discovery, IGMP, MLD and frames without IP, which each host sends on its own timers. A check about
 *   one of them names it in its expectations, which are compared.
 * - What the engines of a swarm say to each other, on their own timers, too.
 * - TCP segments without payload that neither open, accept nor refuse a connection: acknowledgements and endings
 *   merge, and FIN and RST race. A connection that stops carrying data lacks its data lines.
 */
function describeKind(packet: Packet, roles: Roles): string | null {
  const { ip, tcp, udp, icmp, dns } = packet;
  if (ip === null || ip.protocol === 2) return null;
  if (ip.fragmentOffset > 0) return 'later fragment';
  const transport = tcp ?? udp;
  if (transport !== null && [transport.sourcePort, transport.destinationPort].some((port) => swarmPorts.has(port)))
    return null;
  if (dns !== null) return describeDns(dns, roles);
  if (tcp !== null) {
    const { syn, ack, rst } = tcp.flags;
    if (syn) return ack ? 'TCP SYN-ACK' : 'TCP SYN';
    // A refusal of a SYN has sequence number 0 (RFC 9293, 3.10.7.1), and so has iptables' tcp-reset.
    if (rst) return ack && tcp.sequence === 0 ? 'TCP RST' : null;
    return tcp.payloadLength > 0 ? 'TCP data' : null;
  }
  if (udp !== null) return 'UDP';
  if (icmp !== null) {
    if (icmp.version === 6 && upkeepTypes.has(icmp.type)) return null;
    const about = icmp.quoted === null ? '' : ` about ${describeQuoted(icmp.quoted, roles)}`;
    return `ICMP${icmp.version === 6 ? 'v6' : ''} ${icmp.name}${about}`;
  }
  return `IP protocol ${ip.protocol}`;
}

/** Names source and destination by their roles, with a port unless it is ephemeral: `client`, `host:8080`. */
function nameEndpoints(packet: Packet, roles: Roles): { readonly source: string; readonly destination: string } {
  const transport = packet.ip !== null && packet.ip.fragmentOffset > 0 ? null : (packet.tcp ?? packet.udp);
  const name = (address: string, number: number | undefined): string => {
    const port = number === undefined ? '*' : roles.port(number, packet.udp === null ? 'tcp' : 'udp');
    return port === '*' ? roles.address(address) : `${roles.address(address)}:${port}`;
  };
  return {
    source: name(packet.ip?.source ?? '', transport?.sourcePort),
    destination: name(packet.ip?.destination ?? '', transport?.destinationPort),
  };
}

function describeQuoted(packet: Packet, roles: Roles): string {
  const { source, destination } = nameEndpoints(packet, roles);
  const kind = packet.tcp !== null ? 'TCP' : packet.udp !== null ? 'UDP' : (packet.icmp?.name ?? 'IP');
  return `${kind} ${source} → ${destination}`;
}

/** Leaves out the transaction id and sorts answers, which are random. Keeps TTLs: a resolver's own are fixed. */
function describeDns(dns: Dns, roles: Roles): string {
  const questions = dns.questions.map(({ name, type }) => `${type} ${roles.replaceIn(name.toLowerCase())}`).join(', ');
  if (!dns.response) return `DNS query ${questions}`;
  const answers = dns.answers.map(({ type, data, ttl }) => `${type} ${roles.replaceIn(data)} ttl ${ttl}`).sort();
  return ['DNS response', questions, dns.rcode, ...answers].join(' ');
}
