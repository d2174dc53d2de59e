import type { Dns, Packet } from '../packet/types.js';
import type { Roles } from './roles.js';

/** What a packet is, in words that are the same in every run, without its addresses. */
export interface PacketKind {
  readonly kind: string;
  /** True for what opens an exchange (a SYN, an echo request, a query), false for what answers one. */
  readonly opens: boolean;
}

/** Names of what a host sends of its own accord, on timers of its own. */
const neighbourTypes = new Set([130, 131, 132, 133, 134, 135, 136, 137, 143]);

/**
 * The kind of a packet, or null for one that is left out of comparisons because when it comes, and how often, is not
 * decided by what it is compared for:
 *
 * - ARP, neighbour discovery, IGMP, MLD, and frames without IP: each host's own upkeep, on timers of its own. A check
 *   that is about one of them says so in its expectations, and these are compared.
 * - TCP segments without payload that neither open, accept nor refuse a connection: how acknowledgements and endings
 *   are merged, and whether a program that has what it wants ends by FIN or RST, is a race. A connection that stops
 *   carrying data lacks the lines of its data.
 */
export function packetKind(packet: Packet, roles: Roles): PacketKind | null {
  const { ip, tcp, udp, icmp, dns } = packet;
  if (ip === null || ip.protocol === 2) return null;
  if (ip.fragmentOffset > 0) return { kind: 'later fragment', opens: false };
  if (dns !== null) return { kind: dnsKind(dns, roles), opens: !dns.response };
  if (tcp !== null) {
    const { syn, ack, rst } = tcp.flags;
    if (syn) return { kind: ack ? 'TCP SYN-ACK' : 'TCP SYN', opens: !ack };
    // What answers a SYN that nobody listens for has the sequence number 0 (RFC 9293, 3.10.7.1), and so has iptables' tcp-reset.
    if (rst) return ack && tcp.sequence === 0 ? { kind: 'TCP RST', opens: false } : null;
    return tcp.payloadLength > 0 ? { kind: 'TCP data', opens: false } : null;
  }
  if (udp !== null) return { kind: 'UDP', opens: true };
  if (icmp !== null) {
    if (icmp.version === 6 && neighbourTypes.has(icmp.type)) return null;
    const about = icmp.quoted === null ? '' : ` about ${describeQuoted(icmp.quoted, roles)}`;
    return { kind: `ICMP${icmp.version === 6 ? 'v6' : ''} ${icmp.name}${about}`, opens: icmp.name === 'echo request' };
  }
  return { kind: `IP protocol ${ip.protocol}`, opens: true };
}

/** Source and destination in roles, with ports where there are any: `client:* → host:8080`, of which `:*` is left out. */
export function ends(packet: Packet, roles: Roles): { readonly source: string; readonly destination: string } {
  const transport = packet.ip !== null && packet.ip.fragmentOffset > 0 ? null : (packet.tcp ?? packet.udp);
  const end = (address: string, port: number | undefined): string => {
    const told = port === undefined ? '*' : roles.port(port);
    return told === '*' ? roles.address(address) : `${roles.address(address)}:${told}`;
  };
  return {
    source: end(packet.ip?.source ?? '', transport?.sourcePort),
    destination: end(packet.ip?.destination ?? '', transport?.destinationPort),
  };
}

function describeQuoted(packet: Packet, roles: Roles): string {
  const { source, destination } = ends(packet, roles);
  const kind = packet.tcp !== null ? 'TCP' : packet.udp !== null ? 'UDP' : (packet.icmp?.name ?? 'IP');
  return `${kind} ${source} → ${destination}`;
}

/** Neither the transaction id nor the order of answers: both are drawn. TTLs stay: a resolver's own are fixed. */
function dnsKind(dns: Dns, roles: Roles): string {
  const asked = dns.questions.map(({ name, type }) => `${type} ${roles.text(name.toLowerCase())}`).join(', ');
  if (!dns.response) return `DNS query ${asked}`;
  const answers = dns.answers.map(({ type, data, ttl }) => `${type} ${roles.text(data)} ttl ${ttl}`).sort();
  return ['DNS response', asked, dns.rcode, ...answers].join(' ');
}
