import type { Icmp, Packet } from '../../packet/index.js';
import { addressOf, describeTarget, type Target } from './address.js';

/** A kind of frame that a check looks for. */
export interface FrameMatcher {
  /** "echo request from web (172.17.0.2) to server (198.51.100.11)". */
  readonly text: string;
  readonly matches: (packet: Packet) => boolean;
}

/** Returns a test for packets from one address to another. @throws MissingAddressError where one of them has none. */
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

/** ICMP echo request (RFC 792, type 8). */
export const echoRequest = (from: Target, to: Target): FrameMatcher =>
  icmp('echo request', from, to, (m) => m.version === 4 && m.type === 8);

/** ICMP echo reply (RFC 792, type 0). */
export const echoReply = (from: Target, to: Target): FrameMatcher =>
  icmp('echo reply', from, to, (m) => m.version === 4 && m.type === 0);

/** A TCP SYN without ACK: somebody opens a connection to a port. */
export function syn(from: Target, to: Target, port: number): FrameMatcher {
  const isBetween = between(from, to);
  return {
    text: `TCP SYN from ${describeTarget(from)} to ${describeTarget(to)} port ${port}`,
    matches: (p) =>
      isBetween(p) && p.tcp !== null && p.tcp.destinationPort === port && p.tcp.flags.syn && !p.tcp.flags.ack,
  };
}

/** A TCP SYN with ACK: the port answers. */
export function synAck(from: Target, port: number, to: Target): FrameMatcher {
  const isBetween = between(from, to);
  return {
    text: `TCP SYN-ACK from ${describeTarget(from)} port ${port} to ${describeTarget(to)}`,
    matches: (p) => isBetween(p) && p.tcp !== null && p.tcp.sourcePort === port && p.tcp.flags.syn && p.tcp.flags.ack,
  };
}

/** A TCP RST: the port refuses. */
export function reset(from: Target, port: number, to: Target): FrameMatcher {
  const isBetween = between(from, to);
  return {
    text: `TCP RST from ${describeTarget(from)} port ${port} to ${describeTarget(to)}`,
    matches: (p) => isBetween(p) && p.tcp !== null && p.tcp.sourcePort === port && p.tcp.flags.rst,
  };
}

/** A DNS question for a name, on whatever port the resolver is spoken to. */
export function dnsQuery(name: string): FrameMatcher {
  return {
    text: `DNS query for ${name}`,
    matches: (p) =>
      p.dns !== null && !p.dns.response && p.dns.questions.some((q) => q.name.replace(/\.$/, '') === name),
  };
}

/** A DNS answer that gives a name's IPv4 address: an A record, with this TTL in seconds where one is named. */
export function dnsAnswer(name: string, address: Target, ttl?: number): FrameMatcher {
  const data = addressOf(address);
  return {
    text: `DNS answer ${name} A ${describeTarget(address)}${ttl === undefined ? '' : ` with TTL ${ttl}`}`,
    matches: (p) =>
      p.dns !== null &&
      p.dns.response &&
      p.dns.answers.some(
        (a) =>
          a.type === 'A' &&
          a.name.replace(/\.$/, '') === name &&
          a.data === data &&
          (ttl === undefined || a.ttl === ttl),
      ),
  };
}

/** A gratuitous ARP: somebody unasked tells all of its link which hardware address an address has (RFC 5227, 3). */
export function announcement(of: Target): FrameMatcher {
  const address = addressOf(of);
  return {
    text: `an ARP announcement of ${describeTarget(of)}`,
    matches: ({ arp }) => arp !== null && arp.senderAddress === address && arp.targetAddress === arp.senderAddress,
  };
}

/** Any IPv4 packet, narrowed by protocol, source, destination or destination port. What a host says of itself over IPv6 is not meant. */
export function anything(
  of: {
    readonly protocol?: 'icmp' | 'tcp' | 'udp';
    readonly from?: Target;
    readonly to?: Target;
    readonly port?: number;
  } = {},
): FrameMatcher {
  const { protocol, from, to, port } = of;
  const [source, destination] = [from, to].map((target) => (target === undefined ? undefined : addressOf(target)));
  const parts = [
    from && `from ${describeTarget(from)}`,
    to && `to ${describeTarget(to)}`,
    port && `for port ${port}`,
  ].filter(Boolean);
  return {
    text: `any ${protocol === undefined ? '' : `${protocol.toUpperCase()} `}packet${parts.length === 0 ? '' : ` ${parts.join(' ')}`}`,
    matches: (p) =>
      p.ip?.version === 4 &&
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

/** The same frame with a time to live as well. */
export function withTtl(ttl: number, frame: FrameMatcher): FrameMatcher {
  return { text: `${frame.text} with TTL ${ttl}`, matches: (p) => frame.matches(p) && p.ip?.ttl === ttl };
}
