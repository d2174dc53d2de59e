import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isMatrix, readMatrix, readRecord, type RunRecord } from '../record/index.js';

/** What a run or a merge left. */
export interface RunOutcome {
  /** docknet's own. */
  readonly exitStatus: number;
  /** The directory of the run or matrix; null if there is none. */
  readonly directory: string | null;
  /** Whether every engine came up. */
  readonly isWhole: boolean;
  readonly regressions: number;
  /** Why no check was recorded; null if one was. */
  readonly missing: string | null;
}

/** Returns the directory of the only run below a directory; null for none. */
export async function findRun(reports: string): Promise<string | null> {
  const [run] = (await readdir(reports, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  return run === undefined ? null : join(reports, run.name);
}

/** Reads the records of a run, or of a matrix's cells. */
export async function readRecords(directory: string): Promise<readonly RunRecord[]> {
  if (!(await isMatrix(directory))) return [(await readRecord(directory)).record];
  return (await readMatrix(directory)).cells.flatMap(({ stored }) =>
    stored !== null && 'record' in stored ? [stored.record] : [],
  );
}
