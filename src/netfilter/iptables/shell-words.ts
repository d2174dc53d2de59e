import { FirewallError } from '../types.js';

/** One word of a command line, with where it stood. */
export interface Word {
  /** The word with its quoting taken off. */
  readonly text: string;
  /** Offset of its first character, quotes included. */
  readonly start: number;
  /** Offset after its last character. */
  readonly end: number;
}

/**
 * Splits a command line at blanks as a shell does, minding quotes. Between double quotes a backslash takes the next
 * character as it is, whichever it is: iptables-save writes `\'` there too (xtables_save_string in libxtables).
 *
 * @throws FirewallError where a quote is not closed or the line ends in a backslash.
 */
export function words(line: string): Word[] {
  const found: Word[] = [];
  let at = 0;
  while (at < line.length) {
    if (/\s/.test(line.charAt(at))) {
      at += 1;
      continue;
    }
    const start = at;
    let text = '';
    while (at < line.length && !/\s/.test(line.charAt(at))) {
      const [part, end] = piece(line, at);
      text += part;
      at = end;
    }
    found.push({ text, start, end: at });
  }
  return found;
}

/** Reads one character, one escape or one quoted stretch; gives what it stands for and where it ends. */
function piece(line: string, at: number): readonly [string, number] {
  switch (line.charAt(at)) {
    case "'": {
      const end = line.indexOf("'", at + 1);
      if (end < 0) throw unfinished(line, at, "' is not closed");
      return [line.slice(at + 1, end), end + 1];
    }
    case '"':
      return doubleQuoted(line, at);
    case '\\':
      if (at + 1 >= line.length) throw unfinished(line, at, '\\ has nothing after it');
      return [line.charAt(at + 1), at + 2];
    default:
      return [line.charAt(at), at + 1];
  }
}

function doubleQuoted(line: string, opening: number): readonly [string, number] {
  let text = '';
  for (let at = opening + 1; at < line.length; at += 1) {
    const character = line.charAt(at);
    if (character === '"') return [text, at + 1];
    if (character === '\\') at += 1;
    text += line.charAt(at);
  }
  throw unfinished(line, opening, '" is not closed');
}

function unfinished(line: string, at: number, what: string): FirewallError {
  return new FirewallError(`the rule "${line}" cannot be read: at character ${at + 1} a ${what}. Close or escape it.`);
}
