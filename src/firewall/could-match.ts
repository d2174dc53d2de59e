import { canonicalAddress } from './address.js';
import { parseCommand, type Clause } from './command.js';
import type { ChainPass } from './trace-types.js';
import type { Rule } from './types.js';

const protocols: Readonly<Record<string, number>> = { icmp: 1, tcp: 6, udp: 17 };

/** False where a rule surely does not match a packet: by address, protocol, interface or port. What else it asks for is left open. */
export function couldMatch(rule: Rule, { header, in: incoming, out }: Pick<ChainPass, 'header' | 'in' | 'out'>): boolean {
  return parseCommand(rule.specification).clauses.every((clause) => {
    const fits = fitting(clause, { header, in: incoming, out });
    return fits === null || fits !== clause.negated;
  });
}

/** Whether the packet is as a clause says, its "!" left out; null where that is not looked at. */
function fitting({ option, values }: Clause, { header, in: incoming, out }: Pick<ChainPass, 'header' | 'in' | 'out'>): boolean | null {
  const [value = ''] = values;
  switch (option) {
    case 'source': return within(header.source, value);
    case 'destination': return within(header.destination, value);
    case 'protocol': return header.protocol === (protocols[value] ?? Number(value));
    case 'in-interface': return named(incoming, value);
    case 'out-interface': return named(out, value);
    case 'sport': return ported(header.sourcePort, value);
    case 'dport': return ported(header.destinationPort, value);
    default: return null;
  }
}

function within(address: string, network: string): boolean {
  const canonical = canonicalAddress(network);
  return canonicalAddress(`${address}/${canonical.split('/')[1] ?? '32'}`) === canonical;
}

/** `-i br-+` names all that begin so. */
function named(name: string | null, wanted: string): boolean {
  return wanted.endsWith('+') ? name?.startsWith(wanted.slice(0, -1)) === true : name === wanted;
}

function ported(port: number | null, range: string): boolean {
  const [from = '', to = from] = range.split(':');
  return port !== null && port >= Number(from === '' ? 0 : from) && port <= Number(to === '' ? 65535 : to);
}
