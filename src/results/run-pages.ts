import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isMatrix, type RunRecord } from '../record/index.js';
import { documentsPage, renderDocuments, renderRun, type CheckEvidence } from '../report/index.js';
import { writeBehaviours } from './behaviours.js';
import { loadCheckEvidence } from './check-evidence.js';
import { comparisonPage } from './comparison-pages.js';
import { pageFile, sha256, writePage } from './page-file.js';
import { writeRunList } from './run-list.js';

/** A run's evidence by check id. */
export type RunEvidence = ReadonlyMap<string, CheckEvidence>;

/** Loads the evidence of each of a record's checks. */
export async function loadRunEvidence(directory: string, record: RunRecord): Promise<RunEvidence> {
  const load = async (check: RunRecord['checks'][number]) =>
    [check.id, await loadCheckEvidence(directory, check)] as const;
  return new Map(await Promise.all(record.checks.map(load)));
}

/**
 * Writes a run's page, its documents page and its behaviours, and the list of runs in the directory above the run, or
 * above its matrix.
 *
 * @param willBeCompared True to link to a comparison's page that will be written. An existing one is always linked to.
 * @returns the path of the run's page.
 * @throws RecordError if one of them cannot be written.
 */
export async function writeRunPages(directory: string, record: RunRecord, willBeCompared = false): Promise<string> {
  const parent = dirname(directory);
  const inMatrix = await isMatrix(parent);
  const evidence = await loadRunEvidence(directory, record);
  const path = await writeRunFiles(directory, record, evidence, { inMatrix, willBeCompared });
  await writeRunList(inMatrix ? dirname(parent) : parent);
  return path;
}

/**
 * Writes a run's two pages and its behaviours.
 *
 * @returns the path of the run's page.
 * @throws RecordError if one of them cannot be written.
 */
export async function writeRunFiles(
  directory: string,
  record: RunRecord,
  evidence: RunEvidence,
  { inMatrix, willBeCompared }: { readonly inMatrix: boolean; readonly willBeCompared: boolean },
): Promise<string> {
  const isCompared = willBeCompared || existsSync(join(directory, comparisonPage));
  const links = {
    ...(inMatrix ? { runs: `../../${pageFile}`, matrix: `../${pageFile}` } : { runs: `../${pageFile}` }),
    ...(isCompared ? { comparison: `./${comparisonPage}` } : {}),
  };
  const path = await writePage(join(directory, pageFile), renderRun({ record, evidence, ...links }, sha256));
  await writePage(join(directory, documentsPage), renderDocuments({ record, ...links }, sha256));
  await writeBehaviours(directory, record, evidence);
  return path;
}
