import type { Clause } from './command.js';

/**
 * Returns one form for all spellings of an address or network: with its prefix length and no bits after it
 * (`172.17.0.5/16` and `172.17.0.0/255.255.0.0` become `172.17.0.0/16`), IPv6 unabbreviated. Returns other texts (a
 * host name, a list) unchanged.
 */
export function canonicalizeAddress(text: string): string {
  const [address = '', mask] = text.split('/', 2);
  const bits = address.includes(':') ? 128 : 32;
  const value = parseAddress(address);
  const length = mask === undefined ? bits : readPrefixLength(mask, bits);
  if (value === null || length === null) return text;
  const network = (value >> BigInt(bits - length)) << BigInt(bits - length);
  return `${bits === 32 ? formatIpv4(network) : formatIpv6(network)}/${length}`;
}

function readPrefixLength(mask: string, bits: number): number | null {
  if (/^\d+$/.test(mask)) return Number(mask) <= bits ? Number(mask) : null;
  const value = parseAddress(mask);
  if (value === null) return null;
  const binary = value.toString(2).padStart(bits, '0');
  // A mask with holes (255.0.255.0) is legal in iptables and has no prefix length.
  return /^1*0*$/.test(binary) ? binary.replaceAll('0', '').length : null;
}

function parseAddress(address: string): bigint | null {
  if (address.includes(':')) return parseIpv6(address);
  const parts = address.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return null;
  return parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
}

function parseIpv6(address: string): bigint | null {
  // URL parses IPv6 text (RFC 4291 section 2.2) and prints it by RFC 5952.
  if (!/^[0-9a-f:.]+$/i.test(address) || !URL.canParse(`http://[${address}]/`)) return null;
  const [left = '', right] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::');
  const head = left === '' ? [] : left.split(':');
  const tail = right === undefined || right === '' ? [] : right.split(':');
  const groups = [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail];
  return groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}

const formatIpv4 = (value: bigint): string => [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join('.');

const formatIpv6 = (value: bigint): string =>
  [112n, 96n, 80n, 64n, 48n, 32n, 16n, 0n].map((shift) => ((value >> shift) & 0xffffn).toString(16)).join(':');

/** Options that place a rule or control the program, and are not part of what the rule matches or does. */
const ignored = new Set([
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

/** Lists without an order: the kernel stores them as bit masks and each backend prints its own order. */
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

/** Names that iptables prints for protocol numbers (IANA) and other names. */
const protocolNames: Readonly<Record<string, string>> = {
  1: 'icmp',
  6: 'tcp',
  17: 'udp',
  58: 'ipv6-icmp',
  132: 'sctp',
  icmpv6: 'ipv6-icmp',
  icmp6: 'ipv6-icmp',
};

/** Numbers that iptables prints for ICMP type names (iptables-extensions(8)). */
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
 * Returns one form for all spellings of a rule: options in any order, long or short; addresses with or without /32;
 * `-m tcp` implied by `-p tcp`; `--syn`, `--set-mark`, ICMP type names and REJECT's default as iptables-save prints
 * them. Names of services and hosts are not resolved.
 */
export function canonicalizeSpecification(clauses: readonly Clause[]): string {
  const protocol = clauses.find((clause) => clause.option === 'protocol');
  const implied = protocol === undefined ? null : canonicalizeProtocol(protocol.values[0] ?? '');
  return clauses
    .map((clause) => canonicalizeClause(clause, implied))
    .filter((clause) => clause !== null)
    .sort()
    .join(' ');
}

function canonicalizeClause(clause: Clause, implied: string | null): string | null {
  const { option, negated, values } = clause;
  const [first = ''] = values;
  const format = (name: string, ...rest: readonly string[]) => JSON.stringify([negated, name, ...rest]);
  if (ignored.has(option)) return null;
  if (sets.has(option)) return format(option, ...values.map((list) => list.split(',').sort().join(',')));
  switch (option) {
    case 'source':
    case 'destination': {
      const address = canonicalizeAddress(first);
      return address.endsWith('/0') && !negated ? null : format(option, address);
    }
    case 'protocol':
      return ['all', '0'].includes(canonicalizeProtocol(first)) ? null : format(option, canonicalizeProtocol(first));
    case 'match':
      return canonicalizeProtocol(first) === implied ? null : format(option, first);
    case 'syn':
      return format('tcp-flags', 'ACK,FIN,RST,SYN', 'SYN');
    case 'set-mark':
      return format('set-xmark', canonicalizeSetMark(first));
    case 'set-xmark':
    case 'mark':
      return format(option, first.split('/').map(toHexadecimal).join('/'));
    case 'icmp-type':
      return format(option, icmpTypes[first] ?? first);
    case 'icmpv6-type':
      return format(option, icmpv6Types[first] ?? first);
    case 'reject-with':
      return /^icmp6?-port-unreachable$/.test(first) ? null : format(option, first);
    default:
      return format(option, ...values);
  }
}

function canonicalizeProtocol(text: string): string {
  const name = text.toLowerCase();
  return protocolNames[name] ?? name;
}

/** Rewrites MARK's `--set-mark value/mask` as `--set-xmark value/(value|mask)` (libxt_MARK). */
function canonicalizeSetMark(text: string): string {
  const [value = '', mask] = text.split('/', 2);
  if (mask === undefined) return `${toHexadecimal(value)}/0xffffffff`;
  return isNumber(value) && isNumber(mask)
    ? `${toHexadecimal(value)}/0x${(BigInt(value) | BigInt(mask)).toString(16)}`
    : text;
}

const isNumber = (text: string): boolean => /^(0x[0-9a-f]+|\d+)$/i.test(text);
const toHexadecimal = (text: string): string => (isNumber(text) ? `0x${BigInt(text).toString(16)}` : text);
