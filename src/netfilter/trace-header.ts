import type { TraceHeader } from './trace-types.js';

/** IANA protocol numbers by the names that nft prints. */
const protocols: Readonly<Record<string, number>> = {
  icmp: 1,
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

/** ICMP types by the names that nft prints (nft(8), "ICMP TYPE TYPE"). */
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

/**
 * Reads what stands after "packet:" in a line of nft's trace: `iif "docker0" … ip saddr 172.17.0.2 … tcp dport 80 …`.
 *
 * @returns null for a packet that is not IPv4.
 */
export function readTraceHeader(
  text: string,
): { readonly in: string | null; readonly out: string | null; readonly header: TraceHeader } | null {
  const word = (name: string): string | null => new RegExp(`(?:^| )${name} "?([^" ]+)`).exec(text)?.[1] ?? null;
  const number = (name: string): number | null => {
    const value = word(name);
    return value === null || !/^(0x[0-9a-f]+|\d+)$/i.test(value) ? null : Number(value);
  };
  const [source, destination, ttl, ipId, length] = [
    word('ip saddr'),
    word('ip daddr'),
    number('ip ttl'),
    number('ip id'),
    number('ip length'),
  ];
  if (source === null || destination === null || ttl === null || ipId === null || length === null) return null;
  const transport =
    /(?:^| )(tcp|udp) sport/.exec(text)?.[1] ??
    (word('icmp type') === null ? null : 'icmp') ??
    (word('igmp type') === null ? null : 'igmp');
  // An ip table's packets come without "ip protocol"; what follows says it then.
  const protocol = transport ?? word('ip protocol');
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
      protocol: protocol === null ? null : (protocols[protocol] ?? (/^\d+$/.test(protocol) ? Number(protocol) : null)),
      sourcePort: port('sport'),
      destinationPort: port('dport'),
      icmpType: icmpTypes[word('icmp type') ?? ''] ?? number('icmp type'),
      icmpId: number('icmp id'),
      icmpSequence: number('icmp sequence'),
      window: number('tcp window'),
    },
  };
}
