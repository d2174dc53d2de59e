import type { Comparison } from '../../compare/index.js';

/** A comparison, and where the two runs' own pages are, relative to its page; null where a side has none (a baseline). */
export interface ComparisonInput {
  readonly comparison: Comparison;
  readonly pages: { readonly base: string | null; readonly candidate: string | null };
}
