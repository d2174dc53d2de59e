import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isMatrix, type RunRecord } from '../../record/index.js';
import { documentsPage, renderDocuments, renderRun, type CheckEvidence } from '../../report/index.js';
import { writeRunBehaviours } from '../compare/run-behaviours.js';
import { checkEvidence } from './check-evidence.js';
import type { EvidenceSource } from './evidence-ahead.js';
import { comparisonPage } from './write-comparison.js';
import { page, sha256, writePage } from './write-page.js';
import { writeRunList } from './write-run-list.js';

/** What lies beside a record, by check id. */
export type RunEvidence = ReadonlyMap<string, CheckEvidence>;

/** Reads what lies beside a record for each of its checks. */
export async function loadEvidence(
  directory: string,
  record: RunRecord,
  evidenceOf: EvidenceSource,
): Promise<RunEvidence> {
  return new Map(
    await Promise.all(record.checks.map(async (check) => [check.id, await evidenceOf(directory, check)] as const)),
  );
}

/**
 * Writes a run's page from its record and its evidence, the page of the documents and how its checks behaved beside it, and
 * the list of runs above.
 *
 * @param directory The run's directory; the list goes to the one above it, or above the matrix that the run is a cell of.
 * @param compared True where a comparison's page is yet to be written beside it; one that is there is linked to in any case.
 * @param evidenceOf Where it is taken from; by default it is read now.
 * @returns the path of the run's page.
 * @throws RecordError where one of them cannot be written.
 */
export async function writePages(
  directory: string,
  record: RunRecord,
  compared = false,
  evidenceOf: EvidenceSource = checkEvidence,
): Promise<string> {
  const above = dirname(directory);
  const inMatrix = await isMatrix(above);
  const path = await writeRunPages(directory, record, await loadEvidence(directory, record, evidenceOf), {
    inMatrix,
    compared,
  });
  await writeRunList(inMatrix ? dirname(above) : above);
  return path;
}

/** A run's own two pages, and how its checks behaved. @returns the path of the first. @throws RecordError where one of them cannot be written. */
export async function writeRunPages(
  directory: string,
  record: RunRecord,
  evidence: RunEvidence,
  { inMatrix, compared }: { readonly inMatrix: boolean; readonly compared: boolean },
): Promise<string> {
  const comparison =
    compared || existsSync(join(directory, comparisonPage)) ? { comparison: `./${comparisonPage}` } : {};
  const links = {
    ...(inMatrix ? { runs: `../../${page}`, matrix: `../${page}` } : { runs: `../${page}` }),
    ...comparison,
  };
  const path = await writePage(join(directory, page), renderRun({ record, evidence, ...links }, sha256));
  await writePage(join(directory, documentsPage), renderDocuments({ record, ...links }, sha256));
  await writeRunBehaviours(directory, record, evidence);
  return path;
}
