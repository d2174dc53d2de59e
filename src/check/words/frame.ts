import type { Dns, Icmp, Packet } from '../../packet/index.js';
import { addressOf, describeTarget, versionOf, type Target } from './address.js';
import type { QueryType } from './dns.js';

/** A pattern that frames can match. */
export interface FrameMatcher {
  /** "echo request from web (172.17.0.2) to server (198.51.100.11)". */
  readonly text: string;
  readonly matches: (packet: Packet) => boolean;
}

/** Returns a test for packets from one address to another. @throws MissingAddressError if one of them has none. */
function between(from: Target, to: Target): (packet: Packet) => boolean {
  const [source, destination] = [addressOf(from), addressOf(to)];
  return ({ ip }) => ip?.source === source && ip.destination === destination;
}

function icmp(text: string, from: Target, to: Target, is: (message: Icmp) => boolean): FrameMatcher {
  const isBetween = between(from, to);
  return {
    text: `${text} from ${describeTarget(from)} to ${describeTarget(to)}`,
    matches: (p) => isBetween(p) && p.icmp !== null && is(p.icmp),
  };
}

/** ICMP echo request (RFC 792, type 8), or ICMPv6 echo request (RFC 4443, type 128) between IPv6 addresses. */
export const echoRequest = (from: Target, to: Target): FrameMatcher =>
  icmp('echo request', from, to, (m) => m.type === (m.version === 4 ? 8 : 128));

/** ICMP echo reply (RFC 792, type 0), or ICMPv6 echo reply (RFC 4443, type 129) between IPv6 addresses. */
export const echoReply = (from: Target, to: Target): FrameMatcher =>
  icmp('echo reply', from, to, (m) => m.type === (m.version === 4 ? 0 : 129));

/** A TCP SYN without ACK: the request for a connection to a port. */
export function syn(from: Target, to: Target, port: number): FrameMatcher {
  const isBetween = between(from, to);
  return {
    text: `TCP SYN from ${describeTarget(from)} to ${describeTarget(to)} port ${port}`,
    matches: (p) =>
      isBetween(p) && p.tcp !== null && p.tcp.destinationPort === port && p.tcp.flags.syn && !p.tcp.flags.ack,
  };
}

/** A TCP SYN with ACK: the port accepts a connection. */
export function synAck(from: Target, port: number, to: Target): FrameMatcher {
  const isBetween = between(from, to);
  return {
    text: `TCP SYN-ACK from ${describeTarget(from)} port ${port} to ${describeTarget(to)}`,
    matches: (p) => isBetween(p) && p.tcp !== null && p.tcp.sourcePort === port && p.tcp.flags.syn && p.tcp.flags.ack,
  };
}

/** A TCP RST: the port refuses a connection. */
export function reset(from: Target, port: number, to: Target): FrameMatcher {
  const isBetween = between(from, to);
  return {
    text: `TCP RST from ${describeTarget(from)} port ${port} to ${describeTarget(to)}`,
    matches: (p) => isBetween(p) && p.tcp !== null && p.tcp.sourcePort === port && p.tcp.flags.rst,
  };
}

/** A TCP FIN: this end closes its connection. */
export function fin(from: Target, port: number, to: Target): FrameMatcher {
  const isBetween = between(from, to);
  return {
    text: `TCP FIN from ${describeTarget(from)} port ${port} to ${describeTarget(to)}`,
    matches: (p) => isBetween(p) && p.tcp !== null && p.tcp.sourcePort === port && p.tcp.flags.fin,
  };
}

/** A DNS query for a name, on any port; of this record type if given. */
export function dnsQuery(name: string, type?: QueryType): FrameMatcher {
  return {
    text: `DNS query for ${name}${type === undefined ? '' : ` ${type}`}`,
    matches: (p) => p.dns !== null && !p.dns.response && asks(p.dns, name, type),
  };
}

/** A DNS response about a name with this code: `dnsResponse('nope.example', 'NXDOMAIN')`. */
export function dnsResponse(name: string, code: string): FrameMatcher {
  return {
    text: `DNS response ${code} for ${name}`,
    matches: (p) => p.dns !== null && p.dns.response && p.dns.rcode === code && asks(p.dns, name),
  };
}

const asks = ({ questions }: Dns, name: string, type?: QueryType) =>
  questions.some((q) => q.name.replace(/\.$/, '') === name && (type === undefined || q.type === type));

/** A DNS answer with a name's address (an A or AAAA record), and with this TTL in seconds if given. */
export function dnsAnswer(name: string, address: Target, ttl?: number): FrameMatcher {
  const data = addressOf(address);
  const type = versionOf(address) === 6 ? 'AAAA' : 'A';
  return {
    text: `DNS answer ${name} ${type} ${describeTarget(address)}${ttl === undefined ? '' : ` with TTL ${ttl}`}`,
    matches: (p) =>
      p.dns !== null &&
      p.dns.response &&
      p.dns.answers.some(
        (a) =>
          a.type === type &&
          a.name.replace(/\.$/, '') === name &&
          a.data === data &&
          (ttl === undefined || a.ttl === ttl),
      ),
  };
}

/** A gratuitous ARP, which announces an address on its link (RFC 5227, section 3). */
export function announcement(of: Target): FrameMatcher {
  const address = addressOf(of);
  return {
    text: `an ARP announcement of ${describeTarget(of)}`,
    matches: ({ arp }) => arp !== null && arp.senderAddress === address && arp.targetAddress === arp.senderAddress,
  };
}

/**
 * Any packet with this protocol, source, destination and destination port: an IPv4 one unless an end is IPv6 or the
 * family is 6.
 */
export function anything(
  of: {
    readonly family?: 4 | 6;
    readonly protocol?: 'icmp' | 'tcp' | 'udp';
    readonly from?: Target;
    readonly to?: Target;
    readonly port?: number;
  } = {},
): FrameMatcher {
  const { protocol, from, to, port } = of;
  const [source, destination] = [from, to].map((target) => (target === undefined ? undefined : addressOf(target)));
  const version = of.family ?? ([from, to].some((target) => target !== undefined && versionOf(target) === 6) ? 6 : 4);
  const text = [
    'any',
    version === 6 && 'IPv6',
    protocol?.toUpperCase(),
    'packet',
    from && `from ${describeTarget(from)}`,
    to && `to ${describeTarget(to)}`,
    port && `for port ${port}`,
  ];
  return {
    text: text.filter(Boolean).join(' '),
    matches: (p) =>
      p.ip?.version === version &&
      (protocol === undefined || p[protocol] !== null) &&
      (source === undefined || p.ip.source === source) &&
      (destination === undefined || p.ip.destination === destination) &&
      (port === undefined || (p.tcp ?? p.udp)?.destinationPort === port),
  };
}

/** The same frame, sent from this TCP or UDP port. */
export function fromPort(port: number, frame: FrameMatcher): FrameMatcher {
  return {
    text: `${frame.text} sent from port ${port}`,
    matches: (p) => frame.matches(p) && (p.tcp ?? p.udp)?.sourcePort === port,
  };
}

/** The same frame, sent to this address. */
export function sentTo(to: Target, frame: FrameMatcher): FrameMatcher {
  const address = addressOf(to);
  return {
    text: `${frame.text} sent to ${describeTarget(to)}`,
    matches: (p) => frame.matches(p) && p.ip?.destination === address,
  };
}

/** The same frame in a TCP segment. */
export function overTcp(frame: FrameMatcher): FrameMatcher {
  return { text: `${frame.text} over TCP`, matches: (p) => frame.matches(p) && p.tcp !== null };
}

/** The same frame, sent from this address. */
export function sentBy(from: Target, frame: FrameMatcher): FrameMatcher {
  const address = addressOf(from);
  return {
    text: `${frame.text} sent by ${describeTarget(from)}`,
    matches: (p) => frame.matches(p) && p.ip?.source === address,
  };
}

/** The same SYN, which asks for segments of this many bytes at most (RFC 9293, section 3.7.1). */
export function withSegmentSize(bytes: number, frame: FrameMatcher): FrameMatcher {
  return {
    text: `${frame.text} with maximum segment size ${bytes}`,
    matches: (p) => frame.matches(p) && p.tcp?.maximumSegmentSize === bytes,
  };
}

/** A fragment of an IPv4 packet, the first one too (RFC 791, section 3.2). */
export function fragment(from: Target, to: Target): FrameMatcher {
  const isBetween = between(from, to);
  return {
    text: `IPv4 fragment from ${describeTarget(from)} to ${describeTarget(to)}`,
    matches: (p) => isBetween(p) && p.ip !== null && (p.ip.moreFragments || p.ip.fragmentOffset > 0),
  };
}

/** The same frame with this time to live. */
export function withTtl(ttl: number, frame: FrameMatcher): FrameMatcher {
  return { text: `${frame.text} with TTL ${ttl}`, matches: (p) => frame.matches(p) && p.ip?.ttl === ttl };
}
