import { countChanges } from '../../compare/index.js';
import { groupLeftovers, groupRules, summarise } from '../../record/index.js';
import { compareCells } from '../../report/index.js';
import type { BisectEngine } from '../bisect/engines.js';
import type { BisectOutcome } from '../bisect/outcome.js';
import type { CellComparison } from '../run/compare-baseline.js';
import type { CellOutcome, SessionOutcome } from '../run/outcome.js';

/** Returns what `docknet run --json` prints: the record in short; of several engines, one for each in `cells`. */
export function runJson(
  { cells, matrix, directory, page, errors, status }: SessionOutcome,
  comparisons: readonly CellComparison[],
): Record<string, unknown> {
  const [only] = cells;
  const session = { status, directory: cells.every(({ record }) => record === null) ? null : directory, page, errors };
  const runs =
    cells.length > 1
      ? { run: matrix?.run ?? null, cells: cells.map(cellJson), differences: listDifferences(cells) }
      : only === undefined
        ? {}
        : recordJson(only);
  return { ...session, ...runs, comparisons: comparisons.map(comparisonJson) };
}

/** Lists the checks whose outcomes differ between cells, with what each difference follows. */
function listDifferences(cells: readonly CellOutcome[]): Record<string, unknown>[] {
  const recorded = cells.flatMap((cell) => (cell.record === null ? [] : [{ ...cell, record: cell.record }]));
  return compareCells(recorded).flatMap(({ id, attribution, differsIn, cells: checks }) => {
    if (attribution === null) return [];
    const { kind, factors, text, missing } = attribution;
    const verdicts = recorded.map(({ name }, n) => [name, checks[n]?.verdict ?? null] as const);
    return [
      {
        id,
        differsIn,
        kind,
        factors,
        text,
        missing: missing.map(({ engine, kernel }) => ({ engine, kernel })),
        verdicts: Object.fromEntries(verdicts),
      },
    ];
  });
}

function cellJson(cell: CellOutcome): Record<string, unknown> {
  const { name, status, record, directory, errors, explains } = cell;
  return { name, status, explains, directory: record === null ? null : directory, errors, ...recordJson(cell) };
}

function recordJson({ record }: CellOutcome): Record<string, unknown> {
  return {
    run: record?.run ?? null,
    cell: record?.cell ?? null,
    summary: record === null ? null : summarise(record),
    checks:
      record?.checks.map(({ id, about, verdict, reason, rulesFinding, leftovers, milliseconds }) => ({
        id,
        about,
        verdict,
        reason,
        rulesFinding,
        leftovers: leftovers ?? null,
        milliseconds,
      })) ?? [],
    rules: record === null ? [] : groupRules(record.checks),
    leftovers: record === null ? [] : groupLeftovers(record.checks),
  };
}

/** Returns a comparison in short; `docknet compare --json` has all of it. */
function comparisonJson({ cell, baseline, requested, page, comparison }: CellComparison): Record<string, unknown> {
  return {
    cell,
    baseline,
    requested,
    page,
    counts: { ...countChanges(comparison), same: comparison.same },
    notes: comparison.notes,
    leftovers: comparison.leftovers,
    changes: comparison.changes.map(({ kind, id, sentence }) => ({ kind, id, sentence })),
  };
}

/** Returns what `docknet bisect --json` prints. */
export function bisectJson(
  check: string,
  engines: readonly BisectEngine[],
  { trials, found, problem, headline, change, directory, page, errors, status }: BisectOutcome,
): Record<string, unknown> {
  return {
    status,
    check,
    result: headline,
    lastGood: found?.lastGood.engine.version ?? null,
    firstBad: found?.firstBad.engine.version ?? null,
    between: found?.between.map(({ version }) => version) ?? null,
    change: change === null ? null : { kind: change.kind, sentence: change.sentence },
    trials: trials.map((trial, n) => ({
      engine: engines[n]?.name,
      version: engines[n]?.version,
      result: trial?.result ?? null,
      verdict: trial?.check?.verdict ?? null,
      reason: trial?.check?.reason ?? trial?.error ?? null,
      directory: trial?.stored?.directory ?? null,
      milliseconds: trial?.stored?.record.run.milliseconds ?? null,
    })),
    directory,
    page: page?.path ?? null,
    errors: [...(problem === null ? [] : [problem.message]), ...errors],
  };
}
