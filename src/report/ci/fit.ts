/** A part of a text that can be left out. */
export interface Block {
  readonly text: string;
  /** What it is, for the count of what was left out: `deviation`; null for text that is always kept. */
  readonly noun: string | null;
}

/** Bytes kept free for the count of what was left out. */
const reserve = 1024;

/**
 * Joins blocks up to a number of bytes of UTF-8. The first block that does not fit and all after it are left out but
 * those that are always kept.
 *
 * @returns the text, and how many blocks of each noun were left out.
 */
export function fitBlocks(
  blocks: readonly Block[],
  limit: number,
): { readonly text: string; readonly omitted: ReadonlyMap<string, number> } {
  const kept: string[] = [];
  const omitted = new Map<string, number>();
  let size = blocks.filter(({ noun }) => noun === null).reduce((sum, { text }) => sum + byteLength(text), reserve);
  for (const { text, noun } of blocks) {
    if (noun === null) kept.push(text);
    else if (omitted.size === 0 && size + byteLength(text) <= limit) {
      size += byteLength(text);
      kept.push(text);
    } else omitted.set(noun, (omitted.get(noun) ?? 0) + 1);
  }
  return { text: kept.join(''), omitted };
}

/** Returns the number of bytes of a text in UTF-8. */
export const byteLength = (text: string): number => new TextEncoder().encode(text).length;
