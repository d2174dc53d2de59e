import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Comparison } from '../../compare/index.js';
import { linkToFile, renderComparison } from '../../report/index.js';
import { page, sha256, writePage } from './write-page.js';

/** The name of a comparison's page in its run's directory. */
export const comparisonPage = 'comparison.html';

/**
 * Writes a comparison's page.
 *
 * @param directories Where the two runs are; the page links to a run's own page where there is one.
 * @param list The page beside it that lists it with others; null where there is none.
 * @returns the path.
 * @throws RecordError where it cannot be written.
 */
export function writeComparison(
  path: string,
  comparison: Comparison,
  directories: { readonly base: string; readonly candidate: string },
  list: string | null = null,
): Promise<string> {
  const pageOf = (directory: string): string | null =>
    existsSync(join(directory, page)) ? linkToFile(relative(dirname(path), join(directory, page))) : null;
  return writePage(
    path,
    renderComparison(
      {
        comparison,
        pages: { base: pageOf(directories.base), candidate: pageOf(directories.candidate) },
        list: list === null ? null : linkToFile(list),
      },
      sha256,
    ),
  );
}
