import { relative } from 'node:path';
import { docknetVersion } from '../../record/index.js';
import {
  listTests,
  needsEvidence,
  type CheckEvidence,
  type CiCell,
  type CiReport,
  type Problem,
} from '../../report/index.js';
import { loadCheckEvidence } from '../../results/index.js';
import type { CellComparison } from '../run/compare-baseline.js';
import type { CellOutcome, SessionOutcome } from '../run/outcome.js';
import type { ReporterPlan } from './options.js';

/**
 * Collects what the reports for CI render.
 *
 * @param reads Whether to read the evidence of checks whose packets a summary draws.
 */
export async function buildCiReport(
  outcome: SessionOutcome,
  comparisons: readonly CellComparison[],
  { artifact, strictRules }: ReporterPlan,
  reads: boolean,
): Promise<CiReport> {
  const now = new Date().toISOString();
  const runs = outcome.cells.flatMap(({ record }) => (record === null ? [] : [record.run]));
  const report: CiReport = {
    docknet: runs[0]?.docknet ?? docknetVersion(),
    started: runs.map(({ started }) => started).sort()[0] ?? now,
    finished:
      runs
        .map(({ finished }) => finished)
        .sort()
        .at(-1) ?? now,
    cells: outcome.cells.map((cell) => toCiCell(cell, outcome, comparisons)),
    problems: listProblems(outcome),
    strictRules,
    artifact,
  };
  if (!reads) return report;
  const directories = new Map(report.cells.map((cell, n) => [cell, outcome.cells[n]?.directory ?? outcome.directory]));
  const evidence = new Map<CiCell, Map<string, CheckEvidence>>();
  for (const { cell, check } of listTests(report).filter(needsEvidence)) {
    const read = await loadCheckEvidence(directories.get(cell) ?? outcome.directory, check);
    evidence.set(cell, (evidence.get(cell) ?? new Map<string, CheckEvidence>()).set(check.id, read));
  }
  return { ...report, cells: report.cells.map((cell) => ({ ...cell, evidence: evidence.get(cell) ?? cell.evidence })) };
}

function toCiCell(
  { name, record, directory, explains, run }: CellOutcome,
  outcome: SessionOutcome,
  comparisons: readonly CellComparison[],
): CiCell {
  const below = relative(outcome.directory, directory);
  return {
    name,
    record,
    directory: below === '' ? '' : `${below}/`,
    evidence: new Map(),
    explains,
    run,
    comparison: comparisons.find(({ cell }) => cell === name) ?? null,
  };
}

/** Lists why a run is missing or not whole. */
function listProblems({ cells, errors }: SessionOutcome): Problem[] {
  if (errors.length > 0) return errors.map((text) => ({ kind: 'environment', text }));
  if (cells.every(({ record }) => record === null))
    return [{ kind: 'interrupted', text: 'Interrupted before an engine was ready; nothing was recorded.' }];
  const unfit = cells.flatMap(({ record }) => record?.run.unfit ?? []);
  if (unfit.length > 0) return unfit.map((text) => ({ kind: 'environment', text }));
  return cells.some(({ record }) => record?.run.interrupted === true)
    ? [{ kind: 'interrupted', text: 'Interrupted: checks that are missing here did not run.' }]
    : [];
}
