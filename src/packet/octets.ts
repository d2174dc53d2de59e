/** Big-endian reads from a byte array. The caller has checked that the bytes are there. */

/** The 16-bit unsigned number at `offset`. */
export function uint16(bytes: Uint8Array, offset: number): number {
  return (bytes[offset]! << 8) | bytes[offset + 1]!;
}

/** The 32-bit unsigned number at `offset`. */
export function uint32(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset]! << 24) | (bytes[offset + 1]! << 16) | (bytes[offset + 2]! << 8) | bytes[offset + 3]!) >>> 0;
}

/** Two lower-case hexadecimal digits for every byte value. */
const pairs: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** The byte as two lower-case hexadecimal digits. */
export function hexadecimal(byte: number): string {
  return pairs[byte & 0xff]!;
}

/** All bytes from `start` to `end` (exclusive) as hexadecimal digits without separators. */
export function hexadecimalRun(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let i = start; i < end; i += 1) text += hexadecimal(bytes[i]!);
  return text;
}
