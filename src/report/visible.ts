/**
 * Control characters, and characters that reorder or hide text, made visible: what a container or the wire sent must
 * read as what it is. Line feeds stay, a carriage return before one goes, tabs stay.
 *
 * C0 controls become Unicode's control pictures (U+2400 block), everything else `\u{…}`.
 */
export function visible(text: string): string {
  // Nearly all of a page's texts: without this they were a tenth of the time it takes to write one.
  if (plain.test(text)) return text;
  return text.replaceAll('\r\n', '\n').replace(hidden, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    if (code === 0x7f) return '\u2421';
    return `\\u{${code.toString(16)}}`;
  });
}

/** ASCII without control characters but tab and line feed. */
const plain = /^[\t\n\x20-\x7e]*$/;

/**
 * C0 but tab and line feed, DEL, C1, soft hyphen, zero-width characters, bidirectional controls, line and paragraph
 * separators, byte order mark, lone surrogates (which UTF-8 cannot carry).
 */
// eslint-disable-next-line no-control-regex
const hidden =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\p{Surrogate}]/gu;
