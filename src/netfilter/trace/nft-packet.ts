import type { PacketHeader } from '../types.js';
import { isEcho } from './packet-header.js';

/** IANA protocol numbers by nft's names. */
const protocolNumbers: Readonly<Record<string, number>> = {
  icmp: 1,
  icmpv6: 58,
  'ipv6-icmp': 58,
  igmp: 2,
  tcp: 6,
  udp: 17,
  dccp: 33,
  gre: 47,
  esp: 50,
  ah: 51,
  comp: 108,
  sctp: 132,
  udplite: 136,
};

/** ICMP types by nft's names (nft(8), "ICMP TYPE TYPE"). */
const icmpTypes: Readonly<Record<string, number>> = {
  'echo-reply': 0,
  'destination-unreachable': 3,
  'source-quench': 4,
  redirect: 5,
  'echo-request': 8,
  'router-advertisement': 9,
  'router-solicitation': 10,
  'time-exceeded': 11,
  'parameter-problem': 12,
  'timestamp-request': 13,
  'timestamp-reply': 14,
  'info-request': 15,
  'info-reply': 16,
  'address-mask-request': 17,
  'address-mask-reply': 18,
};

/** ICMPv6 types of the messages that are traced, by nft's names. */
const icmpv6Types: Readonly<Record<string, number>> = { 'echo-request': 128, 'echo-reply': 129 };

/**
 * Parses the text after "packet:" in nft's trace: `iif "docker0" … ip saddr 172.17.0.2 … tcp dport 80 …`, or `… ip6
 * saddr fd00::2 …`. Returns null for a packet that is neither IPv4 nor IPv6.
 */
export function parsePacket(
  text: string,
): { readonly in: string | null; readonly out: string | null; readonly header: PacketHeader } | null {
  const word = (name: string): string | null => new RegExp(`(?:^| )${name} "?([^" ]+)`).exec(text)?.[1] ?? null;
  const number = (name: string): number | null => {
    const value = word(name);
    return value === null || !/^(0x[0-9a-f]+|\d+)$/i.test(value) ? null : Number(value);
  };
  const isIpv6 = word('ip6 saddr') !== null;
  const ip = isIpv6
    ? [word('ip6 saddr'), word('ip6 daddr'), number('ip6 hoplimit'), 0, addHeader(number('ip6 length'))]
    : [word('ip saddr'), word('ip daddr'), number('ip ttl'), number('ip id'), number('ip length')];
  if (ip.includes(null)) return null;
  const [source, destination, ttl, ipId, length] = ip as [string, string, number, number, number];
  const icmp = isIpv6 ? 'icmpv6' : 'icmp';
  const transport =
    /(?:^| )(tcp|udp) sport/.exec(text)?.[1] ??
    (word(`${icmp} type`) === null ? null : icmp) ??
    (word('igmp type') === null ? null : 'igmp');
  // A table of the family ip prints no "ip protocol"; the transport header gives it then.
  const protocol = transport ?? word('ip protocol') ?? word('ip6 nexthdr');
  const icmpType = (isIpv6 ? icmpv6Types : icmpTypes)[word(`${icmp} type`) ?? ''] ?? number(`${icmp} type`);
  const protocolNumber =
    protocol === null ? null : (protocolNumbers[protocol] ?? (/^\d+$/.test(protocol) ? Number(protocol) : null));
  const [icmpId, icmpSequence] = isEcho({ protocol: protocolNumber, icmpType })
    ? readEcho(number(`${icmp} id`), number(`${icmp} sequence`), number(`${icmp} parameter-problem`))
    : ([null, null] as const);
  const port = (name: string): number | null => (transport === null ? null : number(`${transport} ${name}`));
  return {
    in: word('iif') ?? word('iifname'),
    out: word('oif') ?? word('oifname'),
    header: {
      source,
      destination,
      ttl,
      ipId,
      length,
      protocol: protocolNumber,
      sourcePort: port('sport'),
      destinationPort: port('dport'),
      icmpType,
      icmpId,
      icmpSequence,
      window: number('tcp window'),
    },
  };
}

/** Bytes of an IPv6 header, which its length field leaves out (RFC 8200 section 3). */
const ipv6HeaderBytes = 40;

const addHeader = (payload: number | null): number | null => (payload === null ? null : payload + ipv6HeaderBytes);

/**
 * Returns an echo's id and sequence. nft prints those of ICMPv6 as the four bytes that a parameter problem has there
 * (1.0.6); of other ICMP messages it prints these bytes as id and sequence.
 */
const readEcho = (id: number | null, sequence: number | null, both: number | null) =>
  both === null ? ([id, sequence] as const) : ([both >>> 16, both & 0xffff] as const);
