import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Comparison } from '../../compare/index.js';
import { evidencePath } from '../../report/evidence-path.js';
import { renderComparison } from '../../report/index.js';
import { page, sha256, writePage } from './write-page.js';

/**
 * Writes a comparison's page.
 *
 * @param directories Where the two runs are; the page links to a run's own page where there is one.
 * @returns the path.
 * @throws RecordError where it cannot be written.
 */
export function writeComparison(path: string, comparison: Comparison, directories: { readonly base: string; readonly candidate: string }): Promise<string> {
  const pageOf = (directory: string): string | null => existsSync(join(directory, page)) ? evidencePath(relative(dirname(path), join(directory, page))) : null;
  return writePage(path, renderComparison({ comparison, pages: { base: pageOf(directories.base), candidate: pageOf(directories.candidate) } }, sha256));
}
