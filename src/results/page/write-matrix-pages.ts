import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { StoredCell, StoredMatrix } from '../../record/index.js';
import { renderMatrix, type MatrixColumn } from '../../report/index.js';
import { checkEvidence } from './check-evidence.js';
import type { EvidenceSource } from './evidence-ahead.js';
import { comparisonPage } from './write-comparison.js';
import { page, sha256, writePage } from './write-page.js';
import { loadEvidence, writeRunPages } from './write-pages.js';
import { writeRunList } from './write-run-list.js';

/**
 * Writes the page of a matrix, the pages of its cells, and the list of runs above.
 *
 * @param isCompared Whether a cell on an engine of this version is to get a comparison's page; one that has it is linked to it in any case.
 * @param evidenceOf Where a cell's evidence is taken from; by default it is read now.
 * @returns the path of the matrix's page.
 * @throws RecordError where one of them cannot be written.
 */
export async function writeMatrixPages(
  { directory, matrix, cells }: StoredMatrix,
  isCompared: (version: string) => Promise<boolean> = () => Promise.resolve(false),
  evidenceOf: EvidenceSource = checkEvidence,
): Promise<string> {
  const columns: MatrixColumn[] = [];
  for (const cell of cells) columns.push(await column(cell, isCompared, evidenceOf));
  const path = await writePage(join(directory, page), renderMatrix({ matrix, columns, runs: `../${page}` }, sha256));
  await writeRunList(dirname(directory));
  return path;
}

/** Reads a cell's evidence, writes its own pages with it, and gives it on for the matrix's. */
async function column(
  { cell, stored }: StoredCell,
  isCompared: (version: string) => Promise<boolean>,
  evidenceOf: EvidenceSource,
): Promise<MatrixColumn> {
  const { name, error } = cell;
  if (stored === null) return { name, directory: null, record: null, evidence: new Map(), error };
  if ('error' in stored)
    return { name, directory: null, record: null, evidence: new Map(), error: stored.error.message };
  const evidence = await loadEvidence(stored.directory, stored.record, evidenceOf);
  const compared =
    existsSync(join(stored.directory, comparisonPage)) || (await isCompared(stored.record.cell.engine.version));
  await writeRunPages(stored.directory, stored.record, evidence, { inMatrix: true, compared });
  return {
    name,
    directory: cell.directory,
    record: stored.record,
    evidence,
    error,
    ...(compared && cell.directory !== null ? { comparison: `${cell.directory}/${comparisonPage}` } : {}),
  };
}
