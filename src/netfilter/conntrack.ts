import type { PacketHeader } from './types.js';

/** A flow as conntrack keeps it: its first packet as it came, and what is expected of the answers, which tells how it is translated. */
export interface ConntrackEntry {
  readonly original: FlowTuple;
  readonly reply: FlowTuple;
}

/**
 * Reads lines of `conntrack -L -o id,extended` and of `conntrack -E -e NEW -o id,extended` (conntrack(8)): `ipv4 2 udp 17 29
 * src=… dst=… sport=… dport=… src=… …`, for ICMP `type=8 code=0 id=…` in the place of ports. Lines that are no entry are passed over.
 */
export function parseConntrack(text: string): ConntrackEntry[] {
  return text.split('\n').flatMap((line) => {
    const [, protocol, rest = ''] = /^(?:\s*\[NEW\])?\s*ipv[46]\s+\d+ \S+\s+(\d+) (.*)$/.exec(line) ?? [];
    const [, first, second] = rest.split(/(?=\bsrc=)/);
    const [original, reply] = [tupleIn(first ?? rest, Number(protocol)), tupleIn(second ?? '', Number(protocol))];
    return protocol === undefined || original === null || reply === null ? [] : [{ original, reply }];
  });
}

function tupleIn(text: string, protocol: number): FlowTuple | null {
  const word = (name: string): string | null => new RegExp(`(?:^| )${name}=(\\S+)`).exec(text)?.[1] ?? null;
  const number = (name: string): number | null => (word(name) === null ? null : Number(word(name)));
  const [source, destination] = [word('src'), word('dst')];
  if (source === null || destination === null) return null;
  // The entry's own id stands at the line's end; that of ICMP behind its type.
  const icmpId = /(?:^| )type=\d+ code=\d+ id=(\d+)/.exec(text)?.[1] ?? null;
  return {
    source,
    destination,
    protocol,
    sourcePort: number('sport'),
    destinationPort: number('dport'),
    icmpId: icmpId === null ? null : Number(icmpId),
  };
}

/** Flows remembered at most; of more, the oldest is forgotten. */
const flowsAtMost = 50_000;

/** What conntrack told of a namespace's flows. */
export class ConntrackTable {
  /** Entries by their original direction; several where a flow's ports were used again. */
  private readonly flows = new Map<string, ConntrackEntry[]>();

  /** @param absenceReason Why nothing may be known of a flow, in words. */
  constructor(readonly absenceReason: string) {}

  add(entries: readonly ConntrackEntry[]): this {
    for (const entry of entries) {
      const key = toFlowKey(entry.original);
      const known = this.flows.get(key) ?? [];
      if (!known.some(({ reply }) => toFlowKey(reply) === toFlowKey(entry.reply)))
        this.flows.set(key, [...known, entry]);
      if (this.flows.size > flowsAtMost)
        for (const oldest of this.flows.keys()) {
          this.flows.delete(oldest);
          break;
        }
    }
    return this;
  }

  /** The entries of a flow, by the key of its original direction; empty where conntrack told of none. */
  find(original: string): readonly ConntrackEntry[] {
    return this.flows.get(original) ?? [];
  }
}

/**
 * The table as it was kept with a trace; lines that begin with `# ` say what is missing of it.
 *
 * @param text null where it was not kept: by an earlier docknet.
 */
export function readConntrackTable(text: string | null): ConntrackTable {
  if (text === null) return new ConntrackTable('conntrack’s table was not kept');
  const missing = /^# (.*)$/m.exec(text)?.[1];
  return new ConntrackTable(missing ?? 'conntrack had no entry of the flow').add(parseConntrack(text));
}

/** What tells a flow: its two ends as one packet of it has them. */
export type FlowTuple = Pick<
  PacketHeader,
  'source' | 'destination' | 'protocol' | 'sourcePort' | 'destinationPort' | 'icmpId'
>;

/** A flow in one direction: the two ends with their ports, or the ICMP id in the place of ports (RFC 5508 section 3). */
export function toFlowKey(h: FlowTuple): string {
  return (
    end(h.source, h.sourcePort ?? h.icmpId) + end(h.destination, h.destinationPort ?? h.icmpId) + String(h.protocol)
  );
}

/** The same flow's other direction. */
export function toReplyKey(h: FlowTuple): string {
  return (
    end(h.destination, h.destinationPort ?? h.icmpId) + end(h.source, h.sourcePort ?? h.icmpId) + String(h.protocol)
  );
}

/** `172.17.0.2:40000 → 198.51.100.11:80`, for people. */
export function describeFlow({ source, sourcePort, destination, destinationPort, icmpId }: FlowTuple): string {
  const port = (of: number | null): string => (of === null ? '' : `:${of}`);
  return `${source}${port(sourcePort)} → ${destination}${port(destinationPort)}${icmpId === null ? '' : ` id ${icmpId}`}`;
}

const end = (address: string, port: number | null): string => `${address}:${port ?? ''} `;

/**
 * Pieces of text of which a line of conntrack's has one if its flow has an address in one of these IPv4 networks (CIDR, or an
 * address), for grep -F: `=172.17.`, `=172.17.0.2 `. Of a network that does not end between two numbers the next wider one is meant.
 */
export function buildFlowPatterns(networks: readonly string[]): string[] {
  return [
    ...new Set(
      networks.map((network) => {
        const [address = '', length = '32'] = network.split('/');
        const numbers = address.split('.').slice(0, Math.floor(Number(length) / 8));
        return numbers.length === 4 ? `=${address} ` : `=${numbers.map((number) => `${number}.`).join('')}`;
      }),
    ),
  ];
}
