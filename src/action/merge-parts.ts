import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isMatrix, readRecord } from '../record/index.js';
import { formatMerge } from './arguments.js';
import { runDocknet } from './docknet.js';
import type { Inputs } from './inputs.js';
import { readPart, selectNewest, type Part } from './newest-parts.js';
import type { RunOutcome } from './outcome.js';
import { makeReportsDirectory, partsDirectory } from './places.js';
import { runReported } from './run-checks.js';
import { addSummary, annotate } from './workflow-commands.js';

/** Merges the artifacts of other jobs into one matrix and compares two of them. */
export async function mergeParts(inputs: Inputs): Promise<RunOutcome> {
  const parts = selectNewest(await findParts());
  if (parts.length === 0) {
    const missing = 'merge: no artifact with a record was downloaded.';
    return { exitStatus: 3, directory: null, isWhole: false, regressions: 0, missing };
  }
  const reports = await makeReportsDirectory();
  const directories = parts.map((part) => part.directory);
  const outcome = await runReported(formatMerge(inputs, reports, directories), reports, false);
  if (outcome.directory === null || inputs.compare === null) return outcome;
  const regressions = await compareParts(inputs, parts, outcome.directory);
  return regressions === null
    ? { ...outcome, isWhole: false }
    : { ...outcome, regressions: outcome.regressions + regressions };
}

/** Lists the downloaded artifacts. One without a record is of a job whose engine did not come up, and is named. */
async function findParts(): Promise<Part[]> {
  const directory = partsDirectory();
  // download-artifact puts the files of a single artifact here, and those of several into directories.
  if (await hasRecord(directory)) return [readPart('', directory)];
  const parts: Part[] = [];
  for (const name of await readdir(directory).catch(() => [])) {
    const part = readPart(name, join(directory, name));
    if (await hasRecord(part.directory)) parts.push(part);
    else annotate('warning', `The artifact ${name} has no record and is not merged.`);
  }
  return parts;
}

const hasRecord = async (directory: string): Promise<boolean> =>
  (await isMatrix(directory)) ||
  (await readRecord(directory).then(
    () => true,
    () => false,
  ));

/**
 * Compares two artifacts, and adds the comparison to the summary and a page to the matrix.
 *
 * @returns the number of regressions; null if one of the two is not there.
 */
async function compareParts(inputs: Inputs, parts: readonly Part[], matrix: string): Promise<number | null> {
  const pair = (inputs.compare ?? []).map((name) => parts.find((part) => part.name === name));
  const [base, candidate] = pair;
  if (base === undefined || candidate === undefined) {
    const missing = (inputs.compare ?? []).filter((_, n) => pair[n] === undefined);
    annotate('error', `compare: no artifact ${missing.join(', ')} with a record. There are: ${namesOf(parts)}.`);
    return null;
  }
  const compare = ['compare', base.directory, candidate.directory];
  const page = `--page=${join(matrix, 'comparison.html')}`;
  const json = await runDocknet([...compare, '--json', page], { quiet: true });
  if (json.status > 1) return null;
  if (inputs.summary) await addSummary((await runDocknet([...compare, '--markdown'], { quiet: true })).stdout);
  return countRegressions(json.stdout);
}

const namesOf = (parts: readonly Part[]) => parts.map(({ name }) => name).join(', ');

interface ComparisonJson {
  readonly counts: { readonly regression: number };
}

/** Counts the regressions that `docknet compare --json` prints: one comparison, or a list of them. */
function countRegressions(text: string): number {
  const json = JSON.parse(text) as ComparisonJson | { readonly comparisons: readonly ComparisonJson[] };
  const comparisons = 'comparisons' in json ? json.comparisons : [json];
  return comparisons.reduce((total, { counts }) => total + counts.regression, 0);
}
