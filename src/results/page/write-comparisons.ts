import { basename, dirname, extname, join } from 'node:path';
import type { Comparison } from '../../compare/index.js';
import { renderComparisonList } from '../../report/index.js';
import { sha256, writePage } from './write-page.js';
import { writeComparison } from './write-comparison.js';

/** A comparison, and where the two runs are that it is of. */
export interface PlacedComparison {
  /** What the candidate's matrix calls the cell, or the base's; null where neither is one. */
  readonly cell: string | null;
  readonly comparison: Comparison;
  readonly directories: { readonly base: string; readonly candidate: string };
}

/**
 * Writes the page of one comparison, or of several a list and beside it a page for each.
 *
 * @returns the path of the page to open.
 * @throws RecordError where one of them cannot be written.
 */
export async function writeComparisons(
  path: string,
  placed: readonly PlacedComparison[],
  notes: readonly string[],
): Promise<string> {
  const [only, ...more] = placed;
  if (only !== undefined && more.length === 0 && notes.length === 0)
    return writeComparison(path, only.comparison, only.directories);
  const ending = extname(path);
  const entries = [];
  for (const [n, { cell, comparison, directories }] of placed.entries()) {
    const file = `${basename(path, ending)}-${n + 1}-${comparison.candidate.record.cell.engine.version.replaceAll(/[^\w.]+/g, '-')}${ending === '' ? '.html' : ending}`;
    await writeComparison(join(dirname(path), file), comparison, directories, basename(path));
    entries.push({ cell, comparison, file });
  }
  return writePage(path, renderComparisonList({ entries, notes }, sha256));
}
