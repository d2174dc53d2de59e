import { dirname, join } from 'node:path';
import type { StoredLeg, StoredMatrix } from '../../record/index.js';
import { renderMatrix, type MatrixColumn } from '../../report/index.js';
import { page, sha256, writePage } from './write-page.js';
import { loadEvidence, writeRunPages } from './write-pages.js';
import { writeRunList } from './write-run-list.js';

/**
 * Writes the page of a matrix, the pages of its legs, and the list of runs above.
 *
 * @returns the path of the matrix's page.
 * @throws RecordError where one of them cannot be written.
 */
export async function writeMatrixPages({ directory, matrix, legs }: StoredMatrix): Promise<string> {
  const columns: MatrixColumn[] = [];
  for (const leg of legs) columns.push(await column(leg));
  const path = await writePage(join(directory, page), renderMatrix({ matrix, columns, runs: `../${page}` }, sha256));
  await writeRunList(dirname(directory));
  return path;
}

/** Reads a leg's evidence, writes its own pages with it, and gives it on for the matrix's. */
async function column({ leg, stored }: StoredLeg): Promise<MatrixColumn> {
  const { name, trouble } = leg;
  if (stored === null) return { name, directory: null, record: null, evidence: new Map(), trouble };
  if ('error' in stored) return { name, directory: null, record: null, evidence: new Map(), trouble: stored.error.message };
  const evidence = await loadEvidence(stored.directory, stored.record);
  await writeRunPages(stored.directory, stored.record, evidence, true);
  return { name, directory: leg.directory, record: stored.record, evidence, trouble };
}
