import { listTcpFlags, type Packet } from '../packet/index.js';
import { pluralize } from './text.js';

/** One line about a packet, in parts, so that a page can mark the part that changed. */
export interface PacketSummary {
  /** What the packet is, without its addresses: `TCP SYN`, `ICMP echo request`, `DNS query`. */
  readonly kind: string;
  /** What distinguishes it from similar packets: `id 9 seq 1`, `A web`, `12 bytes`. May be empty. */
  readonly detail: string;
  readonly source: string;
  readonly sourcePort: number | null;
  readonly destination: string;
  readonly destinationPort: number | null;
  /** TTL or hop limit; null without an IP header. */
  readonly ttl: number | null;
}

/** Summarizes a packet; a malformed one as far as it could be decoded. */
export function summarizePacket(packet: Packet): PacketSummary {
  const { kind, detail } = summarizeKind(packet);
  const transport = packet.tcp ?? packet.udp;
  return {
    kind,
    detail,
    source: packet.ip?.source ?? packet.arp?.senderAddress ?? packet.ethernet?.source ?? '?',
    sourcePort: transport?.sourcePort ?? null,
    destination: packet.ip?.destination ?? packet.arp?.targetAddress ?? packet.ethernet?.destination ?? '?',
    destinationPort: transport?.destinationPort ?? null,
    ttl: packet.ip?.ttl ?? null,
  };
}

type Kind = Pick<PacketSummary, 'kind' | 'detail'>;

function summarizeKind(packet: Packet): Kind {
  const { malformed, ip, dns, tcp, udp, icmp, arp, ethernet } = packet;
  if (malformed !== null) return { kind: `damaged ${malformed.layer}`, detail: malformed.reason };
  if (ip !== null && ip.fragmentOffset > 0)
    return { kind: `IPv${ip.version} fragment`, detail: `at byte ${ip.fragmentOffset}` };
  if (dns !== null) return summarizeDns(dns);
  if (tcp !== null) {
    const kind = `TCP ${listTcpFlags(tcp).join(' ') || 'no flag'}`;
    return { kind, detail: tcp.payloadLength > 0 ? pluralize(tcp.payloadLength, 'byte') : '' };
  }
  if (udp !== null) return { kind: 'UDP', detail: pluralize(udp.payloadLength, 'byte') };
  if (icmp !== null) return summarizeIcmp(icmp);
  if (arp !== null)
    return {
      kind: `ARP ${typeof arp.operation === 'number' ? `operation ${arp.operation}` : arp.operation}`,
      detail: '',
    };
  if (ip !== null) return { kind: `IPv${ip.version}`, detail: `protocol ${ip.protocol}` };
  return {
    kind: 'Ethernet',
    detail: ethernet === null ? '' : `type 0x${ethernet.etherType.toString(16).padStart(4, '0')}`,
  };
}

function summarizeIcmp({ version, name, id, sequence, target, quoted }: NonNullable<Packet['icmp']>): Kind {
  const about = quoted === null ? (target ?? '') : `about ${summarizeQuoted(quoted)}`;
  return {
    kind: `ICMP${version === 6 ? 'v6' : ''} ${name}`,
    detail: id === null ? about : `id ${id} seq ${sequence ?? '?'}`,
  };
}

function summarizeDns(dns: NonNullable<Packet['dns']>): Kind {
  const question = dns.questions.map(({ name, type }) => `${type} ${name}`).join(', ');
  if (!dns.response) return { kind: 'DNS query', detail: question };
  const answer =
    dns.answers.length > 0 ? dns.answers.map(({ type, data }) => `${type} ${data}`).join(', ') : 'no answer';
  return { kind: dns.rcode === 'NOERROR' ? 'DNS answer' : `DNS ${dns.rcode}`, detail: `${question}: ${answer}` };
}

function summarizeQuoted(packet: Packet): string {
  const { kind, source, destination, destinationPort } = summarizePacket(packet);
  return `${kind} ${source} → ${formatEndpoint(destination, destinationPort)}`;
}

/** Formats an address with its port: `172.17.0.2:80`, `[2001:db8::2]:80`. */
export function formatEndpoint(address: string, port: number | null): string {
  if (port === null) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
