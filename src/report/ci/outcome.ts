import { hasRegression, labelCells as labelRecorded, type Change } from '../../compare/index.js';
import { groupRules, isRulesDeviation, isUnturned, type CheckRecord } from '../../record/index.js';
import { toLine } from '../markdown-text.js';
import { passReason } from '../verdict.js';
import type { CiCell, CiReport } from './types.js';

/** What a test's result in CI can be; `error` says nothing about the engine. */
export type TestStatus = 'passed' | 'failed' | 'error' | 'skipped';

/** A check's result in the terms of CI. It agrees with the exit status: a failed test fails the run. */
export interface TestResult {
  readonly status: TestStatus;
  /** The verdict, `regression`, `rules deviation`, `other rules` or `unturned`. */
  readonly type: string;
  /** Why, on one line; empty for a passed test. */
  readonly message: string;
}

/** A check of one cell, and its result. */
export interface Test extends TestResult {
  readonly cell: CiCell;
  /** Tells the cell from the others; empty for the only one. */
  readonly label: string;
  readonly check: CheckRecord;
  /** What changed against the baseline; null for nothing. */
  readonly change: Change | null;
}

/** Lists the checks of all cells with their results. */
export function listTests(report: CiReport): readonly Test[] {
  const labels = labelCells(report.cells);
  return report.cells.flatMap((cell, n) => {
    const changes = new Map(cell.comparison?.comparison.changes.map((change) => [change.id, change]));
    return (cell.record?.checks ?? []).map((check) => {
      const change = changes.get(check.id) ?? null;
      return { cell, label: labels[n] ?? '', check, change, ...judge(report, cell, check, change) };
    });
  });
}

/** Names each cell by its engine, and kernel if there are several; by its name, too, if another has the same. */
export function labelCells(cells: readonly CiCell[]): readonly string[] {
  if (cells.length === 1) return [''];
  const recorded = cells.flatMap(({ record }) => record?.cell ?? []);
  const names = labelRecorded(recorded);
  const labels = cells.map(({ record, name }) =>
    record === null ? name : (names[recorded.indexOf(record.cell)] ?? name),
  );
  return cells.map(({ name }, n) => {
    const label = labels[n] ?? name;
    return toLine(labels.filter((other) => other === label).length > 1 ? `${label} (${name})` : label);
  });
}

/** Returns whether a change is one that fails a run if the comparison was requested. */
export const isRegression = (cell: CiCell, change: Change | null, strictRules: boolean): boolean =>
  change !== null &&
  cell.comparison !== null &&
  hasRegression({ ...cell.comparison.comparison, changes: [change] }, strictRules);

/** Returns whether a report draws a check's packets: it failed, or its behaviour changed. */
export const needsEvidence = ({ status, change }: Test): boolean =>
  status === 'failed' || (change !== null && (change.kind === 'regression' || change.kind === 'changed'));

function judge({ strictRules }: CiReport, cell: CiCell, check: CheckRecord, change: Change | null): TestResult {
  const result = cell.record?.run.sabotaged === true ? judgeSabotaged(check) : judgePlain(check, strictRules);
  if (result.status === 'failed' || change === null || cell.comparison?.requested !== true) return result;
  if (!isRegression(cell, change, strictRules)) return result;
  return { status: 'failed', type: 'regression', message: toLine(change.sentence) };
}

function judgePlain(check: CheckRecord, strictRules: boolean): TestResult {
  const { verdict, rulesFinding } = check;
  const message = toLine(check.reason);
  if (isRulesDeviation(check))
    return { status: strictRules ? 'failed' : 'skipped', type: 'rules deviation', message: describeRules(check) };
  switch (verdict) {
    case 'deviates':
      return { status: 'failed', type: verdict, message };
    case 'unexpected pass':
      return { status: 'failed', type: verdict, message: message === '' ? passReason : message };
    case 'error':
    case 'inconclusive':
      return { status: 'error', type: verdict, message };
    default:
      if (strictRules && rulesFinding === 'otherwise')
        return { status: 'failed', type: 'other rules', message: describeRules(check) };
      return verdict === 'conforms'
        ? { status: 'passed', type: verdict, message: '' }
        : { status: 'skipped', type: verdict, message };
  }
}

/** Judges a check of `docknet prove`: its sabotage must change its outcome. */
function judgeSabotaged(check: CheckRecord): TestResult {
  const { verdict } = check;
  const message = toLine(check.reason);
  if (isUnturned(check))
    return { status: 'failed', type: 'unturned', message: `${verdict} under its sabotage: ${check.sabotage ?? ''}` };
  if (verdict === 'error' || verdict === 'inconclusive') return { status: 'error', type: verdict, message };
  return verdict === 'not applicable'
    ? { status: 'skipped', type: verdict, message }
    : { status: 'passed', type: verdict, message: '' };
}

const describeRules = (check: CheckRecord): string =>
  toLine(
    groupRules([check])
      .map(({ what }) => what)
      .join('; ') || check.reason,
  );

/** The expected lines of a check that did not hold: those of its known deviation, if it has one. */
export const listFailedLines = ({ expectations, instead }: CheckRecord): CheckRecord['expectations'] =>
  (instead.length > 0 ? instead : expectations).filter(({ held, inconclusive }) => !held || inconclusive);

/** Describes a check's result in lines: title, claim, failed expectations, and where its recording is. */
export function describeTest({ check, cell, message, change }: Test): readonly string[] {
  const { title, claim, evidence } = check;
  return [
    title,
    `Claim (${claim.document}, ${claim.section}): ${claim.text}`,
    ...(message === '' ? [] : [`Reason: ${message}`]),
    ...(change === null ? [] : [`Changed against ${cell.comparison?.baseline ?? ''}: ${change.sentence}`]),
    ...listFailedLines(check).flatMap(({ expected, seen }) => [`Expected: ${expected}`, `Seen:     ${seen}`]),
    ...(evidence.recording === null ? [] : [`Recording: ${cell.directory}${evidence.recording}`]),
  ].map(toLine);
}
