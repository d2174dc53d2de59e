import { canonicalizeAddress } from './specification.js';
import { type Clause, parseCommand } from './command.js';
import type { Rule, PacketHeader } from '../types.js';

const protocols: Readonly<Record<string, number>> = { icmp: 1, tcp: 6, udp: 17 };

/** What is known of a packet at a rule; what is left out is not known, null is that there is none. */
export interface KnownPacket {
  readonly header: Pick<PacketHeader, 'source' | 'protocol' | 'sourcePort'> &
    Partial<Pick<PacketHeader, 'destination' | 'destinationPort'>>;
  /** The interface that it came in by. */
  readonly in?: string | null;
  /** The interface that it goes out by. */
  readonly out?: string | null;
}

/** False where a rule surely does not match a packet: by address, protocol, interface or port. What else it asks for, and what is not known of the packet, is left open. */
export function couldMatch(rule: Rule, packet: KnownPacket): boolean {
  return parseCommand(rule.specification).clauses.every((clause) => {
    const fits = fitting(clause, packet);
    return fits === null || fits !== clause.negated;
  });
}

/** Whether the packet is as a clause says, its "!" left out; null where that is not looked at, or not known. */
function fitting({ option, values }: Clause, { header, in: incoming, out }: KnownPacket): boolean | null {
  const [value = ''] = values;
  switch (option) {
    case 'source':
      return within(header.source, value);
    case 'destination':
      return within(header.destination, value);
    case 'protocol':
      return numbered(header.protocol, protocols[value] ?? Number(value));
    case 'in-interface':
      return named(incoming, value);
    case 'out-interface':
      return named(out, value);
    case 'sport':
      return ported(header.sourcePort, value);
    case 'dport':
      return ported(header.destinationPort, value);
    default:
      return null;
  }
}

function within(address: string | undefined, network: string): boolean | null {
  const canonical = canonicalizeAddress(network);
  const [, length = ''] = canonical.split('/');
  // A mask with holes has no length, and is left open.
  return address === undefined || !/^\d+$/.test(length)
    ? null
    : canonicalizeAddress(`${address}/${length}`) === canonical;
}

/** A protocol that is told by a name we do not know is left open. */
function numbered(protocol: number | null, wanted: number): boolean | null {
  return protocol === null || Number.isNaN(wanted) ? null : protocol === wanted;
}

/** `-i br-+` names all that begin so. */
function named(name: string | null | undefined, wanted: string): boolean | null {
  if (name === undefined) return null;
  return wanted.endsWith('+') ? name?.startsWith(wanted.slice(0, -1)) === true : name === wanted;
}

/** A fragment has no ports of its own, and conntrack puts it together before rules see it: left open. */
function ported(port: number | null | undefined, range: string): boolean | null {
  const [from = '', to = from] = range.split(':');
  return port === null || port === undefined
    ? null
    : port >= Number(from === '' ? 0 : from) && port <= Number(to === '' ? 65535 : to);
}
