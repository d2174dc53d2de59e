import { FirewallError } from '../types.js';

/** One word of a command line and its position. */
export interface Word {
  /** The word without its quoting. */
  readonly text: string;
  /** Offset of its first character, quotes included. */
  readonly start: number;
  /** Offset after its last character. */
  readonly end: number;
}

/**
 * Splits a command line at blanks as a shell does. In double quotes a backslash escapes any character: iptables-save
 * writes `\'` there (xtables_save_string in libxtables).
 *
 * @throws FirewallError if a quote is not closed or the line ends in a backslash.
 */
export function splitWords(line: string): Word[] {
  const words: Word[] = [];
  let at = 0;
  while (at < line.length) {
    if (/\s/.test(line.charAt(at))) {
      at += 1;
      continue;
    }
    const start = at;
    let text = '';
    while (at < line.length && !/\s/.test(line.charAt(at))) {
      const [part, end] = readPart(line, at);
      text += part;
      at = end;
    }
    words.push({ text, start, end: at });
  }
  return words;
}

/** Reads one character, one escape or one quoted part. Returns its text and its end. */
function readPart(line: string, at: number): readonly [string, number] {
  switch (line.charAt(at)) {
    case "'": {
      const end = line.indexOf("'", at + 1);
      if (end < 0) throw unclosed(line, at, "' is not closed");
      return [line.slice(at + 1, end), end + 1];
    }
    case '"':
      return readDoubleQuoted(line, at);
    case '\\':
      if (at + 1 >= line.length) throw unclosed(line, at, '\\ has nothing after it');
      return [line.charAt(at + 1), at + 2];
    default:
      return [line.charAt(at), at + 1];
  }
}

function readDoubleQuoted(line: string, opening: number): readonly [string, number] {
  let text = '';
  for (let at = opening + 1; at < line.length; at += 1) {
    const character = line.charAt(at);
    if (character === '"') return [text, at + 1];
    if (character === '\\') at += 1;
    text += line.charAt(at);
  }
  throw unclosed(line, opening, '" is not closed');
}

function unclosed(line: string, at: number, what: string): FirewallError {
  return new FirewallError(`Cannot read rule "${line}": character ${at + 1}: ${what}. Close or escape it.`);
}
