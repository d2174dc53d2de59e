import { printable } from './printable.js';

/** A domain name read from a message, and where the message goes on after it. */
export interface ReadName {
  readonly name: string;
  readonly next: number;
}

/** Longest name in bytes, length bytes included (RFC 1035 §3.1). */
const longest = 255;

/**
 * Reads the name at `offset` of a message that is at `start` to `end` of `bytes`, following compression pointers
 * (RFC 1035 §4.1.4). Each pointer must lead before the run of labels it ends, so reading always comes to an end.
 * A string instead of a name says what is wrong.
 */
export function readName(bytes: Uint8Array, start: number, offset: number, end: number): ReadName | string {
  let name = '';
  let length = 1;
  let next = -1;
  let at = offset;
  let runStart = offset;
  for (;;) {
    if (at >= end) return 'a name runs past the end of the message';
    const byte = bytes[at]!;
    if (byte === 0) return { name: name === '' ? '.' : name, next: next === -1 ? at + 1 : next };
    const kind = byte & 0xc0;
    if (kind === 0xc0) {
      if (at + 1 >= end) return 'a compression pointer runs past the end of the message';
      const target = start + (((byte & 0x3f) << 8) | bytes[at + 1]!);
      if (target >= runStart) return 'a compression pointer does not point backwards';
      if (next === -1) next = at + 2;
      at = runStart = target;
      continue;
    }
    if (kind !== 0) return `a label begins with the reserved bits 0x${kind.toString(16)}`;
    if (at + 1 + byte > end) return 'a label runs past the end of the message';
    length += byte + 1;
    if (length > longest) return `a name is longer than ${longest} bytes`;
    const label = printable(bytes, at + 1, at + 1 + byte, '.');
    name = name === '' ? label : `${name}.${label}`;
    at += byte + 1;
  }
}
