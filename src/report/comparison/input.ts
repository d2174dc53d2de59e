import type { Comparison } from '../../compare/index.js';

/** A comparison, and where the two runs' own pages are, relative to its page; null where a side has none (a baseline). */
export interface ComparisonInput {
  readonly comparison: Comparison;
  readonly pages: { readonly base: string | null; readonly candidate: string | null };
  /** Where the list is that it is one of; null or absent where it is alone. */
  readonly list?: string | null;
}
