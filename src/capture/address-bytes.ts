import { isIPv4, isIPv6 } from 'node:net';

/** An IPv4 or IPv6 address in network order: 4 or 16 bytes; null for what is none, and for one with a zone. */
export function addressBytes(address: string): Uint8Array | null {
  if (isIPv4(address)) return Uint8Array.from(address.split('.'), Number);
  if (!isIPv6(address) || address.includes('%')) return null;
  // An IPv4 address at the end (RFC 4291 §2.2) is two groups more.
  const groups = address.replace(/[\d.]+$/, (end) => (end.includes('.') ? ipv4Groups(end) : end));
  const [before = '', after] = groups.split('::');
  const [head, tail] = [before, after ?? ''].map((part) => (part === '' ? [] : part.split(':'))) as [
    string[],
    string[],
  ];
  const gap = Array.from({ length: after === undefined ? 0 : 8 - head.length - tail.length }, () => '0');
  return Uint8Array.from(
    [...head, ...gap, ...tail].flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff]),
  );
}

function ipv4Groups(address: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
}
