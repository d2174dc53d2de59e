import type { BaseChain, PacketHeader, TraceEvent, TraceMessage } from '../types.js';
import { parseBaseChain } from './base-chain.js';
import { parseElements, type MapElement } from './verdict-maps.js';

/** What was added while the monitor ran, and may be gone by its end. */
export interface Additions {
  /** Rules, as nft prints them, by family, table, chain and handle: `ip nat DOCKER 9`. */
  readonly rules: ReadonlyMap<string, string>;
  /** Base chains by family, table and name. */
  readonly chains: ReadonlyMap<string, BaseChain>;
  /** Elements of verdict maps by family, table and map. */
  readonly elements: ReadonlyMap<string, readonly MapElement[]>;
}

/** The output of `nft -a monitor`, parsed. */
export interface NftTrace {
  readonly messages: readonly TraceMessage[];
  readonly added: Additions;
  /** True if nft lost events: its netlink socket overflowed. */
  readonly overrun: boolean;
}

/**
 * Parses the lines of `nft -a monitor`: the trace of IPv4, and added rules. Skips other lines, such as those that later
 * versions add; `buildNftPasses` detects a pass that lacks its end because of that.
 */
export function parseNftTrace(text: string): NftTrace {
  const messages: TraceMessage[] = [];
  const rules = new Map<string, string>();
  const chains = new Map<string, BaseChain>();
  const elements = new Map<string, readonly MapElement[]>();
  let overrun = false;
  for (const line of text.split('\n')) {
    if (line.startsWith('# ERROR')) overrun = true;
    const [, kind = '', at = '', added = ''] =
      /^(?:add|insert|replace) (rule|chain|element) (\S+ \S+ \S+) (.*)$/.exec(line) ?? [];
    if (kind === 'rule') {
      // The handle at its beginning is that of the rule before it.
      const [, rule = '', handle = ''] = /^(?:handle \d+ )?(.*) # handle (\d+)$/.exec(added) ?? [];
      rules.set(`${at} ${handle}`, rule);
    } else if (kind === 'chain') {
      const base = parseBaseChain(added, at.split(' ')[0] ?? '');
      if (base !== null) chains.set(at, base);
    } else if (kind === 'element') {
      elements.set(at, [...(elements.get(at) ?? []), ...parseElements(/^\{(.*)\}/.exec(added)?.[1] ?? '')]);
    }
    const [, id = '', family = '', table = '', chain = '', rest = ''] =
      /^trace id ([0-9a-f]+) (\S+) (\S+) (\S+) (.*)$/.exec(line) ?? [];
    const event = id === '' ? null : parseEvent(rest.trimEnd());
    if (event !== null) messages.push({ id, family, table, chain, event });
  }
  return { messages, added: { rules, chains, elements }, overrun };
}

function parseEvent(text: string): TraceEvent | null {
  if (text.startsWith('packet:')) {
    const packet = parsePacket(text.slice('packet:'.length));
    return packet === null ? null : { kind: 'packet', ...packet };
  }
  const policy = /^policy (\w+)/.exec(text);
  if (policy !== null) return { kind: 'policy', verdict: policy[1] ?? '' };
  // nft prints a rule from its cache, which lacks a rule added after the monitor started.
  const [, printed, handle, unknownHandle, verdict] =
    /^(?:rule (.*) # handle (\d+)|unknown rule handle (\d+)) \(verdict (.*)\)$/.exec(text) ?? [];
  if (verdict === undefined) return null;
  return { kind: 'rule', handle: Number(handle ?? unknownHandle), text: printed ?? null, verdict };
}

/** IANA protocol numbers by nft's names. */
const protocolNumbers: Readonly<Record<string, number>> = {
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

/**
 * Parses the text after "packet:" in nft's trace: `iif "docker0" … ip saddr 172.17.0.2 … tcp dport 80 …`. Returns null
 * for a packet that is not IPv4.
 */
function parsePacket(
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
  // A table of the family ip prints no "ip protocol"; the transport header gives it then.
  const protocol = transport ?? word('ip protocol');
  const icmpType = icmpTypes[word('icmp type') ?? ''] ?? number('icmp type');
  // nft prints these bytes of every ICMP message as id and sequence.
  const isEcho = icmpType === 0 || icmpType === 8;
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
      protocol:
        protocol === null ? null : (protocolNumbers[protocol] ?? (/^\d+$/.test(protocol) ? Number(protocol) : null)),
      sourcePort: port('sport'),
      destinationPort: port('dport'),
      icmpType,
      icmpId: isEcho ? number('icmp id') : null,
      icmpSequence: isEcho ? number('icmp sequence') : null,
      window: number('tcp window'),
    },
  };
}
