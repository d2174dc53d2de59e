import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { compareRuns, findNearestCell, pairCells, type CellPair, type Comparison } from '../compare/index.js';
import { describeEngine, isMatrix, type Cell, type StoredRecord } from '../record/index.js';
import { SuiteRegistry } from '../registry/index.js';
import { baselinePath, listBaselines } from './baselines.js';
import { comparisonPage, writeComparison, type StoredComparison } from './comparison-pages.js';
import { loadRuns, loadRunsAround } from './load-run.js';
import {
  listChoices,
  readCells,
  readComparedRecord,
  readSurroundingCells,
  refuseSabotaged,
  ResultsError,
  type MatrixCells,
} from './named.js';

/** The comparisons of two runs or matrices, and the cells that have no counterpart. */
export interface Comparisons {
  readonly comparisons: readonly StoredComparison[];
  readonly notes: readonly string[];
}

/**
 * Compares what two names mean: two runs, or each cell of a matrix with the one of the same engine.
 *
 * @throws ResultsError if one is missing or unreadable, or no two cells have the same engine.
 */
export async function compareNamed(base: string, candidate: string): Promise<Comparisons> {
  const { pairs, notes } = await pairNamed(base, candidate);
  const around = [...(await readSurroundingCells(base)), ...(await readSurroundingCells(candidate))];
  const others = around.map(({ stored }) => stored);
  const comparisons: StoredComparison[] = [];
  for (const pair of pairs) {
    comparisons.push({
      cell: pair.candidate.name ?? pair.base.name,
      ...(await compareStored(pair.base.stored, pair.candidate.stored, others)),
    });
  }
  return { comparisons, notes };
}

async function compareStored(
  base: StoredRecord,
  candidate: StoredRecord,
  others: readonly StoredRecord[],
): Promise<Omit<StoredComparison, 'cell'>> {
  const runs = await loadRuns(base, candidate);
  const { between, grid } = await loadRunsAround(base, candidate, others);
  return {
    comparison: compareRuns(runs.base, runs.candidate, between, grid),
    directories: { base: base.directory, candidate: candidate.directory },
  };
}

async function pairNamed(
  base: string,
  candidate: string,
): Promise<{ readonly pairs: readonly CellPair[]; readonly notes: readonly string[] }> {
  const [before, now] = [await readNamed(base), await readNamed(candidate)];
  if (!before.isMatrix && !now.isMatrix)
    return { pairs: [{ base: before.cells[0]!, candidate: now.cells[0]! }], notes: [] };
  const { pairs, unpaired } = pairCells(before.cells, now.cells);
  const describe = (name: string, { isMatrix: several, cells }: typeof before) =>
    several
      ? `${name} is a matrix. ${listChoices(name, cells)}`
      : `${name} is engine ${describeEngine(cells[0]!.stored.record.cell)}.`;
  if (pairs.length === 0)
    throw new ResultsError(
      `${base} and ${candidate} have no cell of the same engine. ` +
        `${describe(base, before)} ${describe(candidate, now)}`,
    );
  const listUnpaired = (name: string, cells: typeof unpaired.base) =>
    cells.map(
      (cell) =>
        `${cell.name ?? ''} (engine ${describeEngine(cell.stored.record.cell)}) in ${name} is not compared: ` +
        'no cell of the same engine, or several.',
    );
  return {
    pairs,
    notes: [
      ...before.missing,
      ...now.missing,
      ...(before.isMatrix ? listUnpaired(base, unpaired.base) : []),
      ...(now.isMatrix ? listUnpaired(candidate, unpaired.candidate) : []),
    ],
  };
}

async function readNamed(name: string): Promise<MatrixCells & { readonly isMatrix: boolean }> {
  if (!(await isMatrix(name)))
    return { isMatrix: false, cells: [{ name: null, stored: await readComparedRecord(name) }], missing: [] };
  const cells = await readCells(name);
  for (const { stored } of cells.cells) refuseSabotaged(name, stored);
  return { isMatrix: true, ...cells };
}

/** What a run is compared with: a named baseline, the nearest one if its engine has none of its own, or nothing. */
export type BaselineChoice =
  | { readonly kind: 'named'; readonly name: string; readonly stored: StoredRecord }
  | { readonly kind: 'nearest' }
  | { readonly kind: 'none' };

/** A run compared with a baseline. */
export interface BaselineComparison {
  readonly comparison: Comparison;
  /** The baseline as it was named, or the nearest one's name. */
  readonly baseline: string;
  /** False for the nearest baseline, which does not affect the exit status. */
  readonly requested: boolean;
  /** Path of the comparison's page; null if there is none. */
  readonly page: string | null;
}

/**
 * Reads what `--baseline NAME` and `--no-baseline` choose.
 *
 * @param option The name, false for `--no-baseline`, undefined for neither.
 * @throws ResultsError if there is no such baseline or run.
 */
export async function chooseBaseline(option: string | false | undefined): Promise<BaselineChoice> {
  if (option === false) return { kind: 'none' };
  if (option === undefined) return { kind: 'nearest' };
  return { kind: 'named', name: option, stored: await readComparedRecord(option) };
}

/** Returns whether a run of a cell will be compared. */
export async function hasBaseline(choice: BaselineChoice, cell: Cell): Promise<boolean> {
  return choice.kind === 'named' || (choice.kind === 'nearest' && (await readNearest(cell)) !== null);
}

/**
 * Compares a finished run with its baseline. The baseline's other checks are left out unless the run has all of
 * docknet's.
 *
 * @param others Runs on other engines that ended with it.
 * @param writesPage Whether to write the comparison's page beside the run's.
 * @returns null if there is nothing to compare with, or the engine has a baseline of its own and none was requested.
 * @throws ResultsError if a shipped baseline is damaged; RecordError if the page cannot be written.
 */
export async function compareToBaseline(
  choice: BaselineChoice,
  run: StoredRecord,
  others: readonly StoredRecord[] = [],
  writesPage = true,
): Promise<BaselineComparison | null> {
  if (choice.kind === 'none') return null;
  const found = choice.kind === 'named' ? choice : await readNearest(run.record.cell);
  if (found === null) return null;
  const { stored, name } = found;
  const ran = new Set(run.record.checks.map(({ id }) => id));
  const isWhole = !run.record.run.interrupted && (await SuiteRegistry.open()).ids.every((id) => ran.has(id));
  const checks = stored.record.checks.filter(({ id }) => isWhole || ran.has(id));
  const base = { ...stored, record: { ...stored.record, checks } };
  const { comparison, directories } = await compareStored(base, run, others);
  const path = join(run.directory, comparisonPage);
  const page = writesPage ? await writeComparison(path, comparison, directories) : existsSync(path) ? path : null;
  return { comparison, baseline: name, requested: choice.kind === 'named', page };
}

/** Reads the baseline nearest to a cell. null if the cell has one of its own, or there are none. */
async function readNearest(cell: Cell): Promise<{ readonly name: string; readonly stored: StoredRecord } | null> {
  const baselines = await Promise.all(
    (await listBaselines()).map(async (name) => ({ name, stored: await readComparedRecord(baselinePath(name)) })),
  );
  const nearest = findNearestCell(
    cell,
    baselines.map(({ stored }) => stored.record.cell),
  );
  return nearest === null || nearest.isSame ? null : (baselines[nearest.position] ?? null);
}
