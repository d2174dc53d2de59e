import { clip, escapeControls } from '../text/index.js';

/**
 * Escapes text from a container, a rule or the wire for Markdown as GitHub reads it, and puts it on one line: no
 * markup, mathematics, mention or link, and no marker at its start.
 *
 * @param limit Characters to keep; the rest is replaced with "…".
 */
export function escapeMarkdown(raw: string, limit = Infinity): string {
  return clip(toLine(raw).trim(), limit)
    .replace(/[\\`*_[\]<>|#~$]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replace(/^(\d{1,9})([.)])(?=\s|$)|^([-+=])/, '$1\\$2$3')
    .replace(/@(?=\w)|:(?=\/\/)|(?<=\bwww)(?=\.)/gi, '$&&#8203;');
}

/** Shows text as code on one line, whatever it contains. */
export function formatCode(raw: string, limit = Infinity): string {
  const line = clip(toLine(raw), limit);
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const padding = line === '' || /^[` ]|[` ]$/.test(line) ? ' ' : '';
  return `${fence}${padding}${line}${padding}${fence}`;
}

/** Shows lines as a block of code; a fence inside them does not end it. */
export function formatCodeBlock(lines: readonly string[], indent = ''): string[] {
  const texts = lines.map(toLine);
  const longest = Math.max(2, ...texts.flatMap((line) => (line.match(/`+/g) ?? []).map(({ length }) => length)));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}text`, ...texts, fence].map((line) => indent + line);
}

/** Escapes control characters, and puts text on one line. */
export const toLine = (raw: string): string => escapeControls(raw).replaceAll(/[\t\n]+/g, ' ');
