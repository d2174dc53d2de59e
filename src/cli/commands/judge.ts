import { isJudgeable } from '../../evidence/index.js';
import { SuiteRegistry } from '../../registry/index.js';
import { judgeEvidence } from '../../runner/index.js';
import { exitStatus, type CheckRecord, type RunRecord } from '../../record/index.js';
import { namedRecord } from '../../results/named-record.js';
import { findings } from '../terminal/run-summary.js';
import { oneLine } from '../terminal/style.js';

/** `docknet judge RECORD`: the verdicts again, from what was kept alone. Nothing is written. @returns the exit status of the verdicts. */
export async function judge(path: string, options: { readonly json?: boolean }): Promise<number> {
  const { directory, record } = await namedRecord(path);
  const registry = await SuiteRegistry.open();
  const known = new Set(registry.ids);
  const checks = await registry.load(record.checks.map(({ id }) => id).filter((id) => known.has(id)));
  const judged: CheckRecord[] = [];
  for (const old of record.checks) {
    const check = checks.find(({ id }) => id === old.id);
    if (check === undefined) judged.push(failed(old, 'this docknet has no such check'));
    else if (!wasJudged(old)) judged.push(old);
    else {
      judged.push(
        await judgeEvidence(check, directory, old.evidence, record.cell.engine.kind === 'host').then(
          (judgement) => ({ ...old, ...judgement }),
          (cause: unknown) =>
            failed(old, `its evidence cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`),
        ),
      );
    }
  }
  const again: RunRecord = { ...record, checks: judged };
  const changed = judged.flatMap((now, n) => {
    const was = record.checks[n];
    return was === undefined || was.verdict === now.verdict
      ? []
      : [{ id: now.id, was: was.verdict, now: now.verdict, reason: now.reason }];
  });
  if (options.json === true)
    process.stdout.write(
      `${JSON.stringify({ changed, checks: judged.map(({ id, verdict, reason }) => ({ id, verdict, reason })) }, null, 2)}\n`,
    );
  else {
    process.stdout.write(`${findings(again, process.stdout)}\n`);
    for (const { id, was, now, reason } of changed)
      process.stdout.write(`changed: ${id} was ${was} and is ${now}${reason === '' ? '' : `: ${oneLine(reason)}`}\n`);
    if (changed.length === 0) process.stdout.write('every verdict is as recorded\n');
  }
  return exitStatus(again);
}

/** Checks that are not applicable, and those whose lab or recording failed, have nothing that could be judged. */
const wasJudged = (check: CheckRecord) => isJudgeable(check) && check.expectations.length > 0;

const failed = (check: CheckRecord, reason: string): CheckRecord => ({
  ...check,
  verdict: 'error',
  reason,
  expectations: [],
  instead: [],
});
