import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

/**
 * Wraps text into lines of at most `columns` columns. A word that is longer stands alone and is not cut; a › stays at
 * the end of its line. East Asian wide characters count two columns, combining characters none.
 */
export function wrapLines(text: string, columns: number): string[] {
  return wrapAnsi(text.replaceAll(' ›', '\u00a0›'), columns)
    .split('\n')
    .map((line) => line.replaceAll('\u00a0', ' '));
}

/** Pads text with spaces to a number of columns. */
export function padColumns(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - stringWidth(text)));
}

/** Returns the columns of the widest text. */
export function widestOf(texts: Iterable<string>): number {
  return Math.max(0, ...[...texts].map((text) => stringWidth(text)));
}
