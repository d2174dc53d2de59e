import { listTcpFlags, type Packet } from '../packet/index.js';

/** What one line about a packet says, in parts, so that a change can be marked where it is. */
export interface Essentials {
  /** What the packet is, without its addresses: `TCP SYN`, `ICMP echo request`, `DNS query`. */
  readonly kind: string;
  /** What tells it from its neighbours: `id 9 seq 1`, `A web`, `12 bytes`. Empty where nothing does. */
  readonly detail: string;
  readonly source: string;
  readonly sourcePort: number | null;
  readonly destination: string;
  readonly destinationPort: number | null;
  /** TTL or hop limit; null without an IP header. */
  readonly ttl: number | null;
}

/** The essentials of a packet; of a malformed one, as far as it could be read. */
export function essentialsOf(packet: Packet): Essentials {
  const { kind, detail } = kindOf(packet);
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

function kindOf(packet: Packet): { kind: string; detail: string } {
  if (packet.malformed !== null) return { kind: `damaged ${packet.malformed.layer}`, detail: packet.malformed.reason };
  if (packet.ip !== null && packet.ip.fragmentOffset > 0)
    return { kind: `IPv${packet.ip.version} fragment`, detail: `at byte ${packet.ip.fragmentOffset}` };
  if (packet.dns !== null) return dnsKind(packet.dns);
  if (packet.tcp !== null) {
    const { payloadLength } = packet.tcp;
    return {
      kind: `TCP ${listTcpFlags(packet.tcp).join(' ') || 'no flag'}`,
      detail: payloadLength > 0 ? bytes(payloadLength) : '',
    };
  }
  if (packet.udp !== null) return { kind: 'UDP', detail: bytes(packet.udp.payloadLength) };
  if (packet.icmp !== null) {
    const { version, name, id, sequence, target, quoted } = packet.icmp;
    const about = quoted === null ? (target ?? '') : `about ${quotedFlow(quoted)}`;
    return {
      kind: `ICMP${version === 6 ? 'v6' : ''} ${name}`,
      detail: id === null ? about : `id ${id} seq ${sequence ?? '?'}`,
    };
  }
  if (packet.arp !== null)
    return {
      kind: `ARP ${typeof packet.arp.operation === 'number' ? `operation ${packet.arp.operation}` : packet.arp.operation}`,
      detail: '',
    };
  if (packet.ip !== null) return { kind: `IPv${packet.ip.version}`, detail: `protocol ${packet.ip.protocol}` };
  return {
    kind: 'Ethernet',
    detail: packet.ethernet === null ? '' : `type 0x${packet.ethernet.etherType.toString(16).padStart(4, '0')}`,
  };
}

function dnsKind(dns: NonNullable<Packet['dns']>): { kind: string; detail: string } {
  const question = dns.questions.map(({ name, type }) => `${type} ${name}`).join(', ');
  if (!dns.response) return { kind: 'DNS query', detail: question };
  const answer =
    dns.answers.length > 0 ? dns.answers.map(({ type, data }) => `${type} ${data}`).join(', ') : 'no answer';
  return { kind: dns.rcode === 'NOERROR' ? 'DNS answer' : `DNS ${dns.rcode}`, detail: `${question}: ${answer}` };
}

function quotedFlow(packet: Packet): string {
  const { kind, source, destination, destinationPort } = essentialsOf(packet);
  return `${kind} ${source} → ${withPort(destination, destinationPort)}`;
}

function bytes(count: number): string {
  return count === 1 ? '1 byte' : `${count} bytes`;
}

/** An address with its port: `172.17.0.2:80`, `[2001:db8::2]:80`. */
export function withPort(address: string, port: number | null): string {
  if (port === null) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
