import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Cell, StoredCell, StoredMatrix } from '../record/index.js';
import { renderMatrix, type MatrixColumn } from '../report/index.js';
import { comparisonPage } from './comparison-pages.js';
import { bisectionPage, pageFile, sha256, writePage } from './page-file.js';
import { loadRun } from './load-run.js';
import { writeRunList } from './run-list.js';
import { loadRunEvidence, writeRunFiles } from './run-pages.js';

/**
 * Writes the page of a matrix, the pages of its cells, and the list of runs above it.
 *
 * @param willBeCompared Returns whether a comparison's page will be written for a cell. An
 *   existing one is always linked to.
 * @returns the path of the matrix's page.
 * @throws RecordError if one of them cannot be written.
 */
export async function writeMatrixPages(
  { directory, matrix, cells }: StoredMatrix,
  willBeCompared: (cell: Cell) => Promise<boolean> = () => Promise.resolve(false),
): Promise<string> {
  const columns: MatrixColumn[] = [];
  for (const cell of cells) columns.push(await writeCell(cell, willBeCompared));
  const bisection = existsSync(join(directory, bisectionPage)) ? { bisection: `./${bisectionPage}` } : {};
  const html = renderMatrix({ matrix, columns, runs: `../${pageFile}`, ...bisection }, sha256);
  const path = await writePage(join(directory, pageFile), html);
  await writeRunList(dirname(directory));
  return path;
}

/** Writes a cell's own pages. @returns its column in the matrix's page. */
async function writeCell(
  { cell, stored }: StoredCell,
  willBeCompared: (cell: Cell) => Promise<boolean>,
): Promise<MatrixColumn> {
  const { name, error } = cell;
  if (stored === null) return { name, directory: null, record: null, evidence: new Map(), error };
  if ('error' in stored)
    return { name, directory: null, record: null, evidence: new Map(), error: stored.error.message };
  const { directory, record } = stored;
  const evidence = await loadRunEvidence(directory, record);
  const isCompared = existsSync(join(directory, comparisonPage)) || (await willBeCompared(record.cell));
  await writeRunFiles(directory, record, evidence, { inMatrix: true, willBeCompared: isCompared });
  return {
    name,
    directory: cell.directory,
    record,
    evidence,
    error,
    explains: cell.explains,
    run: record.run.sabotaged ? undefined : await loadRun(name, stored),
    ...(isCompared && cell.directory !== null ? { comparison: `${cell.directory}/${comparisonPage}` } : {}),
  };
}
