import type { Clause } from './command.js';

/**
 * An address or network as iptables prints it, so that two ways of writing it compare equal: with its prefix length,
 * the bits behind it cleared (`172.17.0.5/16` and `172.17.0.0/255.255.0.0` are `172.17.0.0/16`), IPv6 unabbreviated.
 * What is not an address (a host name, a list) is given back as it is.
 */
export function canonicalizeAddress(written: string): string {
  const [address = '', mask] = written.split('/', 2);
  const bits = address.includes(':') ? 128 : 32;
  const value = numeric(address);
  const length = mask === undefined ? bits : prefixLength(mask, bits);
  if (value === null || length === null) return written;
  const network = (value >> BigInt(bits - length)) << BigInt(bits - length);
  return `${bits === 32 ? dotted(network) : colons(network)}/${length}`;
}

function prefixLength(mask: string, bits: number): number | null {
  if (/^\d+$/.test(mask)) return Number(mask) <= bits ? Number(mask) : null;
  const value = numeric(mask);
  if (value === null) return null;
  const binary = value.toString(2).padStart(bits, '0');
  // A mask with holes (255.0.255.0) is legal in iptables and has no prefix length.
  return /^1*0*$/.test(binary) ? binary.replaceAll('0', '').length : null;
}

function numeric(address: string): bigint | null {
  if (address.includes(':')) return numericV6(address);
  const parts = address.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return null;
  return parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
}

function numericV6(address: string): bigint | null {
  // URL's host parser is the platform's own reader of IPv6 text (RFC 4291 2.2); it prints RFC 5952.
  if (!/^[0-9a-f:.]+$/i.test(address) || !URL.canParse(`http://[${address}]/`)) return null;
  const [left = '', right] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::');
  const head = left === '' ? [] : left.split(':');
  const tail = right === undefined || right === '' ? [] : right.split(':');
  const groups = [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail];
  return groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}

const dotted = (value: bigint): string => [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join('.');

const colons = (value: bigint): string =>
  [112n, 96n, 80n, 64n, 48n, 32n, 16n, 0n].map((shift) => ((value >> shift) & 0xffffn).toString(16)).join(':');

/** Options that say where a rule goes or how the program runs, and not what the rule matches or does. */
const beside = new Set([
  'append',
  'insert',
  'delete',
  'check',
  'replace',
  'table',
  'wait',
  'wait-interval',
  'set-counters',
  'verbose',
  'numeric',
  'exact',
  'ipv4',
  'ipv6',
]);

/** Lists whose order means nothing; the kernel keeps them as bit masks and each backend prints them its own way. */
const sets = new Set([
  'ctstate',
  'state',
  'ctstatus',
  'src-type',
  'dst-type',
  'dports',
  'sports',
  'ports',
  'tcp-flags',
]);

/** Protocol numbers (IANA) and names that iptables prints as another name. */
const protocols: Readonly<Record<string, string>> = {
  1: 'icmp',
  6: 'tcp',
  17: 'udp',
  58: 'ipv6-icmp',
  132: 'sctp',
  icmpv6: 'ipv6-icmp',
  icmp6: 'ipv6-icmp',
};

/** ICMP type names of iptables-extensions(8) that it prints as numbers. */
const icmpTypes: Readonly<Record<string, string>> = {
  'echo-reply': '0',
  'destination-unreachable': '3',
  redirect: '5',
  'echo-request': '8',
  'time-exceeded': '11',
};
const icmpv6Types: Readonly<Record<string, string>> = {
  'destination-unreachable': '1',
  'packet-too-big': '2',
  'time-exceeded': '3',
  'echo-request': '128',
  'echo-reply': '129',
  'router-solicitation': '133',
  'router-advertisement': '134',
  'neighbour-solicitation': '135',
  'neighbor-solicitation': '135',
  'neighbour-advertisement': '136',
  'neighbor-advertisement': '136',
};

/**
 * What a rule matches and does, in a form in which two ways of writing the same rule are equal: options in any order,
 * long or short; addresses with or without /32; `-m tcp` implied by `-p tcp`; `--syn`, `--set-mark`, ICMP type names and
 * REJECT's default as iptables-save prints them. Names of services and hosts are not looked up.
 */
export function canonicalizeSpecification(clauses: readonly Clause[]): string {
  const protocol = clauses.find((clause) => clause.option === 'protocol');
  const implied = protocol === undefined ? null : protocolName(protocol.values[0] ?? '');
  return clauses
    .map((clause) => canonicalClause(clause, implied))
    .filter((clause) => clause !== null)
    .sort()
    .join(' ');
}

function canonicalClause(clause: Clause, implied: string | null): string | null {
  const { option, negated, values } = clause;
  const [first = ''] = values;
  const written = (name: string, ...rest: readonly string[]) => JSON.stringify([negated, name, ...rest]);
  if (beside.has(option)) return null;
  if (sets.has(option)) return written(option, ...values.map((list) => list.split(',').sort().join(',')));
  switch (option) {
    case 'source':
    case 'destination': {
      const address = canonicalizeAddress(first);
      return address.endsWith('/0') && !negated ? null : written(option, address);
    }
    case 'protocol':
      return ['all', '0'].includes(protocolName(first)) ? null : written(option, protocolName(first));
    case 'match':
      return protocolName(first) === implied ? null : written(option, first);
    case 'syn':
      return written('tcp-flags', 'ACK,FIN,RST,SYN', 'SYN');
    case 'set-mark':
      return written('set-xmark', setMark(first));
    case 'set-xmark':
    case 'mark':
      return written(option, first.split('/').map(hexadecimal).join('/'));
    case 'icmp-type':
      return written(option, icmpTypes[first] ?? first);
    case 'icmpv6-type':
      return written(option, icmpv6Types[first] ?? first);
    case 'reject-with':
      return /^icmp6?-port-unreachable$/.test(first) ? null : written(option, first);
    default:
      return written(option, ...values);
  }
}

function protocolName(written: string): string {
  const name = written.toLowerCase();
  return protocols[name] ?? name;
}

/** MARK's `--set-mark value/mask` is `--set-xmark value/(value|mask)` (libxt_MARK). */
function setMark(written: string): string {
  const [value = '', mask] = written.split('/', 2);
  if (mask === undefined) return `${hexadecimal(value)}/0xffffffff`;
  return isNumber(value) && isNumber(mask)
    ? `${hexadecimal(value)}/0x${(BigInt(value) | BigInt(mask)).toString(16)}`
    : written;
}

const isNumber = (written: string): boolean => /^(0x[0-9a-f]+|\d+)$/i.test(written);
const hexadecimal = (written: string): string => (isNumber(written) ? `0x${BigInt(written).toString(16)}` : written);
