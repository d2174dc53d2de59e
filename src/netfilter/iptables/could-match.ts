import type { PacketHeader, Rule } from '../types.js';
import { parseCommand, type Clause } from './command.js';
import { canonicalizeAddress } from './specification.js';

const protocolNumbers: Readonly<Record<string, number>> = { icmp: 1, tcp: 6, udp: 17 };

/** A packet at a rule. A missing field is unknown; null means that the packet has none. */
export interface KnownPacket {
  readonly header: Pick<PacketHeader, 'source' | 'protocol' | 'sourcePort'> &
    Partial<Pick<PacketHeader, 'destination' | 'destinationPort'>>;
  /** The incoming interface. */
  readonly in?: string | null;
  /** The outgoing interface. */
  readonly out?: string | null;
}

/**
 * Returns false if a rule cannot match a packet by its address, protocol, interface or port. Ignores other conditions,
 * and those on unknown fields.
 */
export function couldMatch(rule: Rule, packet: KnownPacket): boolean {
  return parseCommand(rule.specification).clauses.every((clause) => {
    const matches = matchesClause(clause, packet);
    return matches === null || matches !== clause.negated;
  });
}

/** Returns whether the packet matches a clause without its "!"; null if that is ignored or unknown. */
function matchesClause({ option, values }: Clause, { header, in: incoming, out }: KnownPacket): boolean | null {
  const [value = ''] = values;
  switch (option) {
    case 'source':
      return matchesNetwork(header.source, value);
    case 'destination':
      return matchesNetwork(header.destination, value);
    case 'protocol':
      return matchesProtocol(header.protocol, protocolNumbers[value] ?? Number(value));
    case 'in-interface':
      return matchesInterface(incoming, value);
    case 'out-interface':
      return matchesInterface(out, value);
    case 'sport':
      return matchesPort(header.sourcePort, value);
    case 'dport':
      return matchesPort(header.destinationPort, value);
    default:
      return null;
  }
}

function matchesNetwork(address: string | undefined, network: string): boolean | null {
  const canonical = canonicalizeAddress(network);
  const [, length = ''] = canonical.split('/');
  // A mask with holes has no length: unknown.
  return address === undefined || !/^\d+$/.test(length)
    ? null
    : canonicalizeAddress(`${address}/${length}`) === canonical;
}

/** Returns null for a protocol name that docknet does not know. */
function matchesProtocol(protocol: number | null, wanted: number): boolean | null {
  return protocol === null || Number.isNaN(wanted) ? null : protocol === wanted;
}

/** `-i br-+` matches every name that begins with `br-`. */
function matchesInterface(name: string | null | undefined, wanted: string): boolean | null {
  if (name === undefined) return null;
  return wanted.endsWith('+') ? name?.startsWith(wanted.slice(0, -1)) === true : name === wanted;
}

/** Returns null for a fragment, which has no ports: conntrack reassembles it before rules see it. */
function matchesPort(port: number | null | undefined, range: string): boolean | null {
  const [from = '', to = from] = range.split(':');
  return port === null || port === undefined
    ? null
    : port >= Number(from === '' ? 0 : from) && port <= Number(to === '' ? 65535 : to);
}
