import { join } from 'node:path';
import { compare, type Comparison } from '../../compare/index.js';
import type { StoredRecord } from '../../record/index.js';
import { comparisonPage, writeComparison } from '../page/write-comparison.js';
import { runsBetween } from './between.js';
import { baselineNames, baselinePath, nearestBaseline } from './baselines.js';
import { comparedRecord, loadSides } from './load-side.js';

/** What a run is compared with: what was asked for, already read; of itself the nearest baseline where there is none for the engine; or nothing. */
export type BaselineChoice =
  | { readonly kind: 'named'; readonly name: string; readonly stored: StoredRecord }
  | { readonly kind: 'nearest' }
  | { readonly kind: 'none' };

/** A run compared with a baseline. */
export interface RunComparison {
  readonly comparison: Comparison;
  /** The baseline as it was named, or the nearest one's name. */
  readonly baseline: string;
  /** False where nobody asked for it: it then has no say in the exit status. */
  readonly asked: boolean;
  readonly page: string;
}

/**
 * What `--baseline NAME` and `--no-baseline` mean.
 *
 * @param option The name, false for `--no-baseline`, undefined for neither.
 * @throws ResultsError where there is no such baseline or run: before anything is started.
 */
export async function chooseBaseline(option: string | false | undefined): Promise<BaselineChoice> {
  if (option === false) return { kind: 'none' };
  return option === undefined
    ? { kind: 'nearest' }
    : { kind: 'named', name: option, stored: await comparedRecord(option) };
}

/** Whether a run on an engine of this version has something to be compared with. */
export async function isCompared(choice: BaselineChoice, version: string): Promise<boolean> {
  return choice.kind === 'named' || (choice.kind === 'nearest' && (await nearest(version)) !== null);
}

/**
 * Compares a run that has just ended with its baseline, and writes the comparison's page beside the run's.
 *
 * @param around Runs on other engines that ended with it.
 * @param whole True for a run of all checks: then those that only the baseline has are told; else only what was run is compared.
 * @returns null where there is nothing to compare with, or the engine has a baseline of its own and none was asked for.
 * @throws ResultsError where a shipped baseline is damaged; RecordError where the page cannot be written.
 */
export async function compareRun(
  choice: BaselineChoice,
  run: StoredRecord,
  whole: boolean,
  around: readonly StoredRecord[] = [],
): Promise<RunComparison | null> {
  const found =
    choice.kind === 'none' ? null : choice.kind === 'named' ? choice : await nearest(run.record.cell.engine.version);
  if (found === null) return null;
  const ran = new Set(run.record.checks.map(({ id }) => id));
  const { stored, name } = found;
  const base = whole
    ? stored
    : { ...stored, record: { ...stored.record, checks: stored.record.checks.filter(({ id }) => ran.has(id)) } };
  const sides = await loadSides(base, run);
  const comparison = compare(sides.base, sides.candidate, await runsBetween(base, run, around));
  const page = await writeComparison(join(run.directory, comparisonPage), comparison, {
    base: stored.directory,
    candidate: run.directory,
  });
  return { comparison, baseline: name, asked: choice.kind === 'named', page };
}

/** The nearest baseline of an engine that has none of its own. */
async function nearest(version: string): Promise<{ readonly name: string; readonly stored: StoredRecord } | null> {
  const names = await baselineNames();
  const name = names.includes(version) ? null : nearestBaseline(version, names);
  return name === null ? null : { name, stored: await comparedRecord(baselinePath(name)) };
}
