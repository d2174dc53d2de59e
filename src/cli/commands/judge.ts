import { isJudgeable } from '../../evidence/index.js';
import { exitStatus, type CheckRecord, type RunRecord } from '../../record/index.js';
import { SuiteRegistry } from '../../registry/index.js';
import { readNamedRecord } from '../../results/index.js';
import { judgeEvidence } from '../../runner/index.js';
import { messageOf, UsageError } from '../errors.js';
import { summarizeRun } from '../terminal/run-summary.js';
import { escapeLine } from '../terminal/style.js';

export interface JudgeOptions {
  readonly json?: boolean;
  readonly strictRules?: boolean;
  /** Directories of the user's own checks. */
  readonly suites?: readonly string[];
}

/**
 * `docknet judge RECORD`: judges a run again from its evidence. Writes no file.
 *
 * @returns the exit status of the new verdicts.
 * @throws UsageError if the record has checks of a user's own and `--suites` does not have them.
 */
export async function judge(path: string, { json, strictRules, suites = [] }: JudgeOptions): Promise<number> {
  const { directory, record } = await readNamedRecord(path);
  const registry = await SuiteRegistry.open(suites);
  requireSuites(record, registry);
  const known = new Set(registry.ids);
  const checks = await registry.load(record.checks.map(({ id }) => id).filter((id) => known.has(id)));
  const judged: CheckRecord[] = [];
  for (const old of record.checks) {
    const check = checks.find(({ id }) => id === old.id);
    if (check === undefined) judged.push(withError(old, 'this docknet has no such check'));
    else if (!wasJudged(old)) judged.push(old);
    else
      judged.push(
        await judgeEvidence(check, directory, old.evidence, record.cell.engine.kind === 'host').then(
          (judgement) => ({ ...old, ...judgement }),
          (cause: unknown) => withError(old, `its evidence cannot be read: ${messageOf(cause)}`),
        ),
      );
  }
  print(record, judged, json === true);
  return exitStatus({ ...record, checks: judged }, strictRules);
}

function print(record: RunRecord, judged: readonly CheckRecord[], json: boolean): void {
  const changed = judged.flatMap(({ id, verdict, reason }, n) => {
    const was = record.checks[n]?.verdict;
    return was === undefined || was === verdict ? [] : [{ id, was, now: verdict, reason }];
  });
  if (json) {
    const checks = judged.map(({ id, verdict, reason }) => ({ id, verdict, reason }));
    process.stdout.write(`${JSON.stringify({ changed, checks }, null, 2)}\n`);
    return;
  }
  process.stdout.write(`${summarizeRun({ ...record, checks: judged }, process.stdout)}\n`);
  for (const { id, was, now, reason } of changed)
    process.stdout.write(`changed: ${id} from ${was} to ${now}${reason === '' ? '' : `: ${escapeLine(reason)}`}\n`);
  if (changed.length === 0) process.stdout.write('all verdicts are as recorded\n');
}

/** @throws UsageError for checks of `--suites` that are not in the registry. */
function requireSuites({ checks }: RunRecord, registry: SuiteRegistry): void {
  const missing = checks.filter(({ suite, id }) => suite !== null && !registry.ownIds.includes(id));
  if (missing.length === 0) return;
  const suites = [...new Set(missing.map(({ suite }) => suite))].join(', ');
  throw new UsageError(
    `The record has checks that are not docknet’s own: ${missing.map(({ id }) => id).join(', ')}. ` +
      `Pass their directory with --suites DIRECTORY; when they ran it was ${suites}.`,
  );
}

/** Checks that were not applicable, or whose lab or recording failed, have nothing to judge. */
const wasJudged = (check: CheckRecord) => isJudgeable(check) && check.expectations.length > 0;

const withError = (check: CheckRecord, reason: string): CheckRecord => ({
  ...check,
  verdict: 'error',
  reason,
  rulesFinding: null,
  expectations: [],
  instead: [],
});
