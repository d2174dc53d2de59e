import type { TraceEvent, PacketHeader, TraceMessage } from '../types.js';

/** What `nft -a monitor` printed, read. */
export interface NftTrace {
  readonly messages: readonly TraceMessage[];
  /** Rules that were put in meanwhile, as nft prints them, by family, table, chain and handle: `ip nat DOCKER 9`. */
  readonly added: ReadonlyMap<string, string>;
  /** True where nft said that events were lost: its netlink socket overran. */
  readonly overrun: boolean;
}

/**
 * Reads the lines of `nft -a monitor`: IPv4's trace, and rules that were put in. Lines that say something else (another family's packets, what later
 * versions add) are passed over: a chain's pass that thereby has no end is found out where passes are put together.
 */
export function parseNftTrace(text: string): NftTrace {
  const messages: TraceMessage[] = [];
  const added = new Map<string, string>();
  let overrun = false;
  for (const line of text.split('\n')) {
    if (line.startsWith('# ERROR')) overrun = true;
    const [, at = '', rule = '', handle = ''] =
      /^(?:add|insert|replace) rule (\S+ \S+ \S+) (.*) # handle (\d+)$/.exec(line) ?? [];
    if (at !== '') added.set(`${at} ${handle}`, rule);
    const [, id = '', family = '', table = '', chain = '', rest = ''] =
      /^trace id ([0-9a-f]+) (\S+) (\S+) (\S+) (.*)$/.exec(line) ?? [];
    const said = id === '' ? null : readSaid(rest.trimEnd());
    if (said !== null) messages.push({ id, family, table, chain, event: said });
  }
  return { messages, added, overrun };
}

function readSaid(text: string): TraceEvent | null {
  if (text.startsWith('packet:')) {
    const read = readTraceHeader(text.slice('packet:'.length));
    return read === null ? null : { kind: 'packet', ...read };
  }
  const policy = /^policy (\w+)/.exec(text);
  if (policy !== null) return { kind: 'policy', verdict: policy[1] ?? '' };
  // nft's monitor prints a rule from its cache. One that was put in after it started may be unknown to it, by its handle all the same.
  const rule =
    /^(?:rule (?<text>.*) # handle (?<handle>\d+)|unknown rule handle (?<unknown>\d+)) \(verdict (?<verdict>.*)\)$/.exec(
      text,
    )?.groups;
  if (rule === undefined) return null;
  return {
    kind: 'rule',
    handle: Number(rule['handle'] ?? rule['unknown']),
    text: rule['text'] ?? null,
    verdict: rule['verdict'] ?? '',
  };
}

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
): { readonly in: string | null; readonly out: string | null; readonly header: PacketHeader } | null {
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
