import { hexadecimal, uint16, uint32 } from './octets.js';

/**
 * Recordings hold few addresses many times over, so written forms are remembered. Random addresses (a port scan, a
 * fuzzer) must not fill the memory: a full table starts afresh.
 */
const rememberedAtMost = 4096;
const macs = new Map<number, string>();
const ipv4s = new Map<number, string>();

function remember(table: Map<number, string>, key: number, text: string): string {
  if (table.size >= rememberedAtMost) table.clear();
  table.set(key, text);
  return text;
}

/** The MAC address at `offset`: lower case, colons. */
export function macAt(bytes: Uint8Array, offset: number): string {
  // 48 bits are exact in a double.
  const key = uint16(bytes, offset) * 0x1_0000_0000 + uint32(bytes, offset + 2);
  const known = macs.get(key);
  if (known !== undefined) return known;
  let text = hexadecimal(bytes[offset]!);
  for (let i = 1; i < 6; i += 1) text += `:${hexadecimal(bytes[offset + i]!)}`;
  return remember(macs, key, text);
}

/** The IPv4 address at `offset`: dotted decimal. */
export function ipv4At(bytes: Uint8Array, offset: number): string {
  const key = uint32(bytes, offset);
  return (
    ipv4s.get(key) ??
    remember(ipv4s, key, `${bytes[offset]!}.${bytes[offset + 1]!}.${bytes[offset + 2]!}.${bytes[offset + 3]!}`)
  );
}

/**
 * The IPv6 address at `offset` as RFC 5952 recommends: lower case, no leading zeros, `::` for the first longest run of
 * two or more zero groups, dotted decimal at the end of an IPv4-mapped address.
 */
export function ipv6At(bytes: Uint8Array, offset: number): string {
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) groups.push(uint16(bytes, offset + i));
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff)
    return `::ffff:${ipv4At(bytes, offset + 12)}`;
  const gap = longestZeroRun(groups);
  const written = groups.map((group) => group.toString(16));
  if (gap.length < 2) return written.join(':');
  return `${written.slice(0, gap.start).join(':')}::${written.slice(gap.start + gap.length).join(':')}`;
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let longest = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start += 1) {
    let end = start;
    while (groups[end] === 0) end += 1;
    if (end - start > longest.length) longest = { start, length: end - start };
  }
  return longest;
}
