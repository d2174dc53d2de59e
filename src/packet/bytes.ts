/** Reads the 16-bit unsigned big-endian number at `offset`. The caller has checked that the bytes exist. */
export function readUint16(bytes: Uint8Array, offset: number): number {
  return (bytes[offset]! << 8) | bytes[offset + 1]!;
}

/** Reads the 32-bit unsigned big-endian number at `offset`. The caller has checked that the bytes exist. */
export function readUint32(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset]! << 24) | (bytes[offset + 1]! << 16) | (bytes[offset + 2]! << 8) | bytes[offset + 3]!) >>> 0;
}

/** Two lower-case hexadecimal digits for every byte value. */
const pairs: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Formats a byte as two lower-case hexadecimal digits. */
function formatHexByte(byte: number): string {
  return pairs[byte & 0xff]!;
}

/** Formats the bytes from `start` to `end` (exclusive) as hexadecimal digits without separators. */
export function formatHex(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let i = start; i < end; i += 1) text += formatHexByte(bytes[i]!);
  return text;
}

/**
 * Formats bytes as text that is safe on a terminal: escapes a backslash and the characters of `also` with a backslash,
 * and bytes other than printable ASCII as `\xNN`. A recording is untrusted input, and a terminal executes raw bytes.
 */
export function formatPrintable(bytes: Uint8Array, start: number, end: number, also = ''): string {
  let text = '';
  for (let i = start; i < end; i += 1) {
    const byte = bytes[i]!;
    if (byte < 0x20 || byte > 0x7e) {
      text += `\\x${formatHexByte(byte)}`;
      continue;
    }
    const character = String.fromCharCode(byte);
    text += character === '\\' || also.includes(character) ? `\\${character}` : character;
  }
  return text;
}

/** Entries of a cache: a recording repeats few addresses. A full cache (a port scan, a fuzzer) is cleared. */
const mostCached = 4096;
const macCache = new Map<number, string>();
const ipv4Cache = new Map<number, string>();

function addToCache(table: Map<number, string>, key: number, text: string): string {
  if (table.size >= mostCached) table.clear();
  table.set(key, text);
  return text;
}

/** Reads the MAC address at `offset`, in lower case with colons. */
export function readMac(bytes: Uint8Array, offset: number): string {
  // 48 bits are exact in a double.
  const key = readUint16(bytes, offset) * 0x1_0000_0000 + readUint32(bytes, offset + 2);
  const known = macCache.get(key);
  if (known !== undefined) return known;
  let text = formatHexByte(bytes[offset]!);
  for (let i = 1; i < 6; i += 1) text += `:${formatHexByte(bytes[offset + i]!)}`;
  return addToCache(macCache, key, text);
}

/** Reads the IPv4 address at `offset`, in dotted decimal. */
export function readIpv4Address(bytes: Uint8Array, offset: number): string {
  const key = readUint32(bytes, offset);
  return (
    ipv4Cache.get(key) ??
    addToCache(ipv4Cache, key, `${bytes[offset]!}.${bytes[offset + 1]!}.${bytes[offset + 2]!}.${bytes[offset + 3]!}`)
  );
}

/**
 * Reads the IPv6 address at `offset`, in the form of RFC 5952: lower case, no leading zeros, `::` for the first longest
 * run of two or more zero groups, dotted decimal at the end of an IPv4-mapped address.
 */
export function readIpv6Address(bytes: Uint8Array, offset: number): string {
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) groups.push(readUint16(bytes, offset + i));
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff)
    return `::ffff:${readIpv4Address(bytes, offset + 12)}`;
  const gap = findLongestZeroRun(groups);
  const formatted = groups.map((group) => group.toString(16));
  if (gap.length < 2) return formatted.join(':');
  return `${formatted.slice(0, gap.start).join(':')}::${formatted.slice(gap.start + gap.length).join(':')}`;
}

function findLongestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let longest = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start += 1) {
    let end = start;
    while (groups[end] === 0) end += 1;
    if (end - start > longest.length) longest = { start, length: end - start };
  }
  return longest;
}
