import { etherTypes } from './ethernet.js';
import type { Arp, Dns, DnsAnswer, Icmp, Ip, Packet, Tcp, Vxlan } from './types.js';

/**
 * Describes a packet in one line, as tcpdump does: `172.17.0.2:40000 > 198.51.100.11:80 TCP SYN seq 123 win 64240`.
 * Safe on a terminal: every byte of the packet is escaped.
 */
export function describePacket(packet: Packet): string {
  return `${describeVlans(packet)}${describeContent(packet)}${describeProblems(packet)}`;
}

function describeVlans({ ethernet }: Packet): string {
  return (ethernet?.vlans ?? []).map((id) => `VLAN ${id} `).join('');
}

function describeProblems({ cut, malformed }: Packet): string {
  const cutNote = cut === null ? '' : ` [cut: ${cut.layer}: ${cut.reason}]`;
  return malformed === null ? cutNote : `${cutNote} [malformed: ${malformed.layer}: ${malformed.reason}]`;
}

function describeContent(packet: Packet): string {
  if (packet.ip !== null) return `${formatEndpoints(packet, packet.ip)} ${describeIpContent(packet, packet.ip)}`;
  if (packet.arp !== null) return describeArp(packet.arp);
  if (packet.ethernet === null) return `${packet.wireLength} bytes`;
  const { source, destination, etherType } = packet.ethernet;
  return `${source} > ${destination} ${formatEtherType(etherType)} length ${packet.wireLength}`;
}

/** Below 1536 the field is the length of an 802.3 frame with an LLC header, such as a spanning tree message. */
function formatEtherType(etherType: number): string {
  if (etherType === etherTypes.ipv4) return 'IPv4';
  if (etherType === etherTypes.ipv6) return 'IPv6';
  if (etherType === etherTypes.arp) return 'ARP';
  return etherType < 1536 ? 'LLC' : `EtherType 0x${hex(etherType, 4)}`;
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

function describeArp({ operation, senderAddress, senderMac, targetAddress }: Arp): string {
  if (operation === 'request') return `ARP who has ${targetAddress}? tell ${senderAddress}`;
  if (operation === 'reply') return `ARP ${senderAddress} is at ${senderMac}`;
  return `ARP operation ${operation} from ${senderAddress} to ${targetAddress}`;
}

function formatEndpoints(packet: Packet, ip: Ip): string {
  const ports = packet.tcp ?? packet.udp;
  if (ports === null) return `${ip.source} > ${ip.destination}`;
  const host = (address: string): string => (ip.version === 6 ? `[${address}]` : address);
  return `${host(ip.source)}:${ports.sourcePort} > ${host(ip.destination)}:${ports.destinationPort}`;
}

function describeIpContent(packet: Packet, ip: Ip): string {
  const fragment = describeFragment(ip);
  if (packet.dns !== null) return `${describeDns(packet.dns)}${fragment}`;
  if (packet.tcp !== null) return `TCP ${describeTcp(packet.tcp)}${fragment}`;
  if (packet.vxlan !== null) return `${describeVxlan(packet.vxlan)}${fragment}`;
  if (packet.esp !== null) return `ESP spi 0x${hex(packet.esp.spi, 8)} seq ${packet.esp.sequence}${fragment}`;
  if (packet.udp !== null) return `UDP length ${packet.udp.payloadLength}${fragment}`;
  if (packet.icmp !== null) return `${describeIcmp(packet)} ttl ${ip.ttl}${fragment}`;
  return `${formatProtocol(ip)}${fragment}`;
}

function describeVxlan({ identifier, packet }: Vxlan): string {
  return `VXLAN ${identifier}${packet === null ? '' : ` (${describePacket(packet)})`}`;
}

function formatProtocol(ip: Ip): string {
  const names: Readonly<Record<number, string>> = {
    1: 'ICMP',
    2: 'IGMP',
    6: 'TCP',
    17: 'UDP',
    47: 'GRE',
    50: 'ESP',
    58: 'ICMPv6',
    59: 'no next header',
    132: 'SCTP',
  };
  return names[ip.protocol] ?? `protocol ${ip.protocol}`;
}

function describeFragment(ip: Ip): string {
  if (ip.fragmentOffset === 0 && !ip.moreFragments) return '';
  return ` fragment id ${ip.id ?? 0} offset ${ip.fragmentOffset}${ip.moreFragments ? ', more follow' : ', last'}`;
}

/** Lists the set flags in the order of common speech: SYN ACK. */
export function listTcpFlags({ flags }: Tcp): string[] {
  const names = ['syn', 'fin', 'rst', 'psh', 'ack', 'urg', 'ece', 'cwr'] as const;
  return names.filter((name) => flags[name]).map((name) => name.toUpperCase());
}

function describeTcp(segment: Tcp): string {
  const parts = [...listTcpFlags(segment), `seq ${segment.sequence}`];
  if (segment.flags.ack) parts.push(`ack ${segment.acknowledgement}`);
  parts.push(`win ${segment.window}`);
  if (segment.payloadLength > 0) parts.push(`length ${segment.payloadLength}`);
  return parts.join(' ');
}

function describeIcmp({ icmp: message }: Packet): string {
  if (message === null) return '';
  const name = `${message.version === 6 ? 'ICMPv6' : 'ICMP'} ${message.name}`;
  if (message.id !== null && message.sequence !== null) return `${name} id ${message.id} seq ${message.sequence}`;
  if (message.target !== null) return `${name} of ${message.target}${describeNeighbour(message)}`;
  return message.quoted === null ? name : `${name} about (${describePacket(message.quoted)})`;
}

/** Describes what a neighbour discovery message adds to its target: ` at 02:42:ac:11:00:02, unsolicited`. */
function describeNeighbour({ linkAddress, advertisement }: Icmp): string {
  const at = advertisement === null || linkAddress === null ? '' : ` at ${linkAddress}`;
  return `${at}${advertisement?.solicited === false ? ', unsolicited' : ''}`;
}

/** Describes a DNS message: `DNS query A web (id 0x1234)`, `DNS response A web NOERROR 172.18.0.2 ttl 600`. */
export function describeDns(message: Dns): string {
  const questions = message.questions.map(({ name, type }) => `${type} ${name}`).join(', ');
  if (!message.response)
    return ['DNS query', questions, `(id 0x${hex(message.id, 4)})`].filter((part) => part !== '').join(' ');
  return ['DNS response', questions, message.rcode, message.answers.map(formatAnswer).join(', ')]
    .filter((part) => part !== '')
    .join(' ');
}

function formatAnswer({ type, data, ttl }: DnsAnswer): string {
  return type === 'A' || type === 'AAAA' ? `${data} ttl ${ttl}` : `${type} ${data} ttl ${ttl}`;
}
