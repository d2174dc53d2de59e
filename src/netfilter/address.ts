/**
 * An address or network as iptables prints it, so that two ways of writing it compare equal: with its prefix length,
 * the bits behind it cleared (`172.17.0.5/16` and `172.17.0.0/255.255.0.0` are `172.17.0.0/16`), IPv6 unabbreviated.
 * What is not an address (a host name, a list) is given back as it is.
 */
export function canonicalAddress(written: string): string {
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
