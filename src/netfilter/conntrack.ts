import type { PacketHeader } from './types.js';

/** A flow in one direction: both ends as one packet has them. */
export type FlowTuple = Pick<
  PacketHeader,
  'source' | 'destination' | 'protocol' | 'sourcePort' | 'destinationPort' | 'icmpId'
>;

/** A conntrack entry: the flow's first packet as it arrived, and the expected reply, which shows the translation. */
export interface ConntrackEntry {
  readonly original: FlowTuple;
  readonly reply: FlowTuple;
}

/** Returns a key of a flow in one direction: both ends with their ports, or the ICMP id (RFC 5508 section 3). */
export function toFlowKey(h: FlowTuple): string {
  return (
    formatEnd(h.source, h.sourcePort ?? h.icmpId) +
    formatEnd(h.destination, h.destinationPort ?? h.icmpId) +
    String(h.protocol)
  );
}

/** Returns the key of the flow's other direction. */
export function toReplyKey(h: FlowTuple): string {
  return (
    formatEnd(h.destination, h.destinationPort ?? h.icmpId) +
    formatEnd(h.source, h.sourcePort ?? h.icmpId) +
    String(h.protocol)
  );
}

const formatEnd = (address: string, port: number | null): string => `${address}:${port ?? ''} `;

/** Formats a flow for people: `172.17.0.2:40000 → 198.51.100.11:80`. */
export function describeFlow({ source, sourcePort, destination, destinationPort, icmpId }: FlowTuple): string {
  const port = (number: number | null): string => (number === null ? '' : `:${number}`);
  const id = icmpId === null ? '' : ` id ${icmpId}`;
  return `${source}${port(sourcePort)} → ${destination}${port(destinationPort)}${id}`;
}

/**
 * Parses lines of `conntrack -L -o id,extended` and of `conntrack -E -e NEW -o id,extended` (conntrack(8)):
 * `ipv4 2 udp 17 29 src=… dst=… sport=… dport=… src=… …`, for ICMP with `type=8 code=0 id=…` in place of ports. Skips
 * other lines.
 */
export function parseConntrack(text: string): ConntrackEntry[] {
  return text.split('\n').flatMap((line) => {
    const [, protocol, rest = ''] = /^(?:\s*\[NEW\])?\s*ipv[46]\s+\d+ \S+\s+(\d+) (.*)$/.exec(line) ?? [];
    const [, first, second] = rest.split(/(?=\bsrc=)/);
    const original = parseTuple(first ?? rest, Number(protocol));
    const reply = parseTuple(second ?? '', Number(protocol));
    return protocol === undefined || original === null || reply === null ? [] : [{ original, reply }];
  });
}

function parseTuple(text: string, protocol: number): FlowTuple | null {
  const word = (name: string): string | null => new RegExp(`(?:^| )${name}=(\\S+)`).exec(text)?.[1] ?? null;
  const number = (name: string): number | null => (word(name) === null ? null : Number(word(name)));
  const [source, destination] = [word('src'), word('dst')];
  if (source === null || destination === null) return null;
  // The entry's own id is at the end of the line; the ICMP id follows type and code.
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

/**
 * Builds texts for grep -F that match conntrack's lines about these IPv4 addresses and networks (CIDR): `=172.17.0.2 `,
 * `=172.17.`. Widens a network whose prefix length is not a multiple of eight.
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

/** Flows held by a table; the oldest is removed for a new one. */
const mostFlows = 50_000;

/** Conntrack's entries in a namespace. */
export class ConntrackTable {
  /** Entries by their original direction; several if the flow's ports were reused. */
  private readonly flows = new Map<string, ConntrackEntry[]>();

  /** @param absenceReason Why the table may lack a flow. */
  constructor(readonly absenceReason: string) {}

  add(entries: readonly ConntrackEntry[]): this {
    for (const entry of entries) {
      const key = toFlowKey(entry.original);
      const known = this.flows.get(key) ?? [];
      if (!known.some(({ reply }) => toFlowKey(reply) === toFlowKey(entry.reply)))
        this.flows.set(key, [...known, entry]);
      const [oldest] = this.flows.size > mostFlows ? this.flows.keys() : [];
      if (oldest !== undefined) this.flows.delete(oldest);
    }
    return this;
  }

  /** Finds a flow's entries by the key of its original direction. */
  find(original: string): readonly ConntrackEntry[] {
    return this.flows.get(original) ?? [];
  }
}

/**
 * Reads the table recorded with a trace. Lines that begin with `# ` say what it lacks.
 *
 * @param text Null if it was not recorded: earlier versions did not.
 */
export function readConntrackTable(text: string | null): ConntrackTable {
  if (text === null) return new ConntrackTable('conntrack’s table was not recorded');
  const missing = /^# (.*)$/m.exec(text)?.[1];
  return new ConntrackTable(missing ?? 'conntrack had no entry for the flow').add(parseConntrack(text));
}
