import { basename, join } from 'node:path';
import { compareRuns, findDifferingJourneys, type Comparison } from '../compare/index.js';
import { createEvidenceReader, type TopologyFile } from '../evidence/index.js';
import type { Journey } from '../journey/index.js';
import {
  docknetVersion,
  readMatrix,
  writeMatrix,
  type CheckRecord,
  type Run,
  type StoredRecord,
} from '../record/index.js';
import {
  renderBisection,
  type BisectionEnd,
  type BisectionInput,
  type BisectionTrial,
  type CheckEvidence,
} from '../report/index.js';
import { loadBehaviours } from './behaviours.js';
import { loadCheckEvidence } from './check-evidence.js';
import { loadRuns } from './load-run.js';
import { writeMatrixPages } from './matrix-pages.js';
import { mergeRuns } from './merge-parts.js';
import { bisectionPage, sha256, writePage } from './page-file.js';

/** One version of a bisection. */
export interface StoredTrial extends Pick<BisectionTrial, 'version' | 'result' | 'reason'> {
  /** The engine's name; no two trials have the same. */
  readonly engine: string;
  /** Its run, in a directory below the bisection's; null without a record. */
  readonly stored: StoredRecord | null;
  /** Why it has no record; null if it has one or was not tried. */
  readonly error: string | null;
}

/** Where the check changed. */
export interface FoundChange extends Pick<BisectionInput, 'of' | 'headline' | 'change'> {
  readonly lastGood: StoredEnd;
  readonly firstBad: StoredEnd;
}

/** The run on the last good or the first bad version. */
export interface StoredEnd {
  readonly version: string;
  readonly stored: StoredRecord;
}

/** A bisection's page, and the two ends that it draws. */
export interface BisectionPage {
  readonly path: string;
  readonly ends: BisectionInput['ends'];
}

/** Compares the runs of one check on the good engine and on another. */
export async function compareTrial(good: StoredRecord, trial: StoredRecord): Promise<Comparison> {
  const { base, candidate } = await loadRuns(good, trial);
  return compareRuns(base, candidate);
}

/**
 * Writes the trials of a bisection as a matrix, with its page and those of its runs.
 *
 * @returns the path of the matrix's page; null if no trial has a record.
 * @throws RecordError if one of them cannot be written.
 */
export async function writeTrials(
  directory: string,
  run: Pick<Run, 'id' | 'arguments'>,
  trials: readonly StoredTrial[],
): Promise<string | null> {
  const [first, ...more] = trials.flatMap(({ stored }) => (stored === null ? [] : [stored.record.run]));
  if (first === undefined) return null;
  await writeMatrix(directory, {
    schema: 'docknet-matrix/3',
    run: mergeRuns([first, ...more], run),
    warnings: [],
    cells: trials
      .filter(({ stored, error }) => stored !== null || error !== null)
      .map(({ engine, stored, error }) => ({
        name: engine,
        directory: stored === null ? null : basename(stored.directory),
        run: stored?.record.run.id ?? null,
        error,
      })),
  });
  return writeMatrixPages(await readMatrix(directory));
}

/** Writes a bisection's page. @throws RecordError if it cannot be written. */
export async function writeBisection(
  directory: string,
  check: Pick<CheckRecord, 'id' | 'title'>,
  trials: readonly StoredTrial[],
  { of, headline, change, lastGood, firstBad }: FoundChange,
): Promise<BisectionPage> {
  const ends = [await loadEnd(lastGood, check.id, firstBad), await loadEnd(firstBad, check.id, lastGood)] as const;
  const input: BisectionInput = {
    docknet: docknetVersion(),
    check,
    of,
    headline,
    change,
    ends,
    trials: trials.map(({ version, engine, result, reason, stored }) => ({
      version,
      engine,
      result,
      reason,
      verdict: stored?.record.checks.find(({ id }) => id === check.id)?.verdict ?? null,
      directory: stored === null ? null : basename(stored.directory),
    })),
  };
  return { path: await writePage(join(directory, bisectionPage), renderBisection(input, sha256)), ends };
}

async function loadEnd({ version, stored }: StoredEnd, id: string, other: StoredEnd): Promise<BisectionEnd> {
  const { directory, record } = stored;
  const check = record.checks.find((one) => one.id === id);
  if (check === undefined) throw new Error(`the run ${record.run.id} has no check ${id}`);
  const evidence = await loadCheckEvidence(directory, check);
  const differing = evidence.problem === null ? await findDiffering(directory, check, evidence, other.stored) : [];
  return {
    version,
    check,
    evidence,
    differing: differing.flatMap(({ hops: [first] }) => (first === undefined ? [] : [first.index])),
    directory: basename(directory),
  };
}

/** Finds the packets that the other run does not have on the same path; none if its behaviour is unknown. */
async function findDiffering(
  directory: string,
  { id, evidence: { topology } }: CheckRecord,
  { journeys }: CheckEvidence,
  other: StoredRecord,
): Promise<Journey[]> {
  const behaviour = (await loadBehaviours(other)).get(id);
  if (behaviour === undefined || topology === null) return [];
  const file = JSON.parse(await createEvidenceReader(directory)(topology)) as TopologyFile;
  return findDifferingJourneys({ topology: file.topology, journeys }, behaviour);
}
