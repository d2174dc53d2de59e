import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recordFile, type RunRecord } from '../record/index.js';
import { renderProblems, renderRun } from '../report/index.js';
import { sha256 } from './page-file.js';
import { loadRunEvidence } from './run-pages.js';

/**
 * Renders a run as one HTML file that holds its recordings and its record for download. A recording that cannot be read
 * is left out.
 *
 * @param record null for a run without one, whose page lists the problems.
 */
export async function renderSingleFile(
  record: RunRecord | null,
  directory: string,
  problems: readonly { readonly text: string }[],
): Promise<string> {
  if (record === null)
    return renderProblems(
      problems.map(({ text }) => text),
      sha256,
    );
  const embedded = new Map([[recordFile, Buffer.from(`${JSON.stringify(record, null, 2)}\n`).toString('base64')]]);
  for (const { evidence } of record.checks) {
    if (evidence.recording === null) continue;
    const content = await readFile(join(directory, evidence.recording), 'base64').catch(() => null);
    if (content !== null) embedded.set(evidence.recording, content);
  }
  return renderRun({ record, evidence: await loadRunEvidence(directory, record) }, sha256, embedded);
}
