import { existsSync } from 'node:fs';
import { basename, dirname, extname, join, relative } from 'node:path';
import type { Comparison } from '../compare/index.js';
import { linkToFile, renderComparison, renderComparisonList } from '../report/index.js';
import { pageFile, sha256, writePage } from './page-file.js';

/** The comparison's page in its run's directory. */
export const comparisonPage = 'comparison.html';

/** A comparison, and the directories of its runs. */
export interface StoredComparison {
  /** The cell's name in the candidate's matrix, or the base's; null if neither is a matrix. */
  readonly cell: string | null;
  readonly comparison: Comparison;
  readonly directories: { readonly base: string; readonly candidate: string };
}

/**
 * Writes a comparison's page, with links to the runs' own pages if they exist.
 *
 * @param list The page beside it that lists several comparisons; null if there is none.
 * @returns the path.
 * @throws RecordError if it cannot be written.
 */
export function writeComparison(
  path: string,
  comparison: Comparison,
  directories: StoredComparison['directories'],
  list: string | null = null,
): Promise<string> {
  const linkTo = (directory: string): string | null => {
    const page = join(directory, pageFile);
    return existsSync(page) ? linkToFile(relative(dirname(path), page)) : null;
  };
  const pages = { base: linkTo(directories.base), candidate: linkTo(directories.candidate) };
  const input = { comparison, pages, list: list === null ? null : linkToFile(list) };
  return writePage(path, renderComparison(input, sha256));
}

/**
 * Writes the page of one comparison; of several a list, and a page for each beside it.
 *
 * @returns the path of the page to open.
 * @throws RecordError if one of them cannot be written.
 */
export async function writeComparisons(
  path: string,
  comparisons: readonly StoredComparison[],
  notes: readonly string[],
): Promise<string> {
  const [only, ...more] = comparisons;
  if (only !== undefined && more.length === 0 && notes.length === 0)
    return writeComparison(path, only.comparison, only.directories);
  const extension = extname(path);
  const entries = [];
  for (const [n, { cell, comparison, directories }] of comparisons.entries()) {
    const version = comparison.candidate.record.cell.engine.version.replaceAll(/[^\w.]+/g, '-');
    const file = `${basename(path, extension)}-${n + 1}-${version}${extension === '' ? '.html' : extension}`;
    await writeComparison(join(dirname(path), file), comparison, directories, basename(path));
    entries.push({ cell, comparison, file });
  }
  return writePage(path, renderComparisonList({ entries, notes }, sha256));
}
