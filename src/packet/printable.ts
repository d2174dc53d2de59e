import { hexadecimal } from './octets.js';

/**
 * The bytes as text that is safe to show: printable ASCII stands for itself, a backslash and each character of `also`
 * gets a backslash before it, every other byte becomes `\xNN`. A recording is input from strangers, and raw bytes on a
 * terminal are commands to it.
 */
export function printable(bytes: Uint8Array, start: number, end: number, also = ''): string {
  let text = '';
  for (let i = start; i < end; i += 1) {
    const byte = bytes[i]!;
    if (byte < 0x20 || byte > 0x7e) {
      text += `\\x${hexadecimal(byte)}`;
      continue;
    }
    const character = String.fromCharCode(byte);
    text += character === '\\' || also.includes(character) ? `\\${character}` : character;
  }
  return text;
}
