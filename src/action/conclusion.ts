import { summarise, type RunRecord } from '../record/index.js';
import type { FailOn } from './inputs.js';

/** What the action says of a run, in one word. */
export type Conclusion = 'conforms' | 'deviates' | 'regression' | 'error' | 'unfit' | 'interrupted' | 'usage';

/** A run or a matrix in numbers, over all cells. */
export interface Counts {
  readonly conforms: number;
  /** New deviations and unexpected passes, without those in which rules alone differ. */
  readonly deviates: number;
  readonly known: number;
  /** Errors and inconclusive checks. */
  readonly errors: number;
  /** Regressions of comparisons that were asked for. */
  readonly regressions: number;
}

/** What the action's last step does. */
export interface Verdict {
  readonly conclusion: Conclusion;
  /** The job's exit status. */
  readonly status: number;
}

/** Counts the checks of all cells. */
export function countCells(records: readonly RunRecord[], regressions: number): Counts {
  const sum = (count: (summary: ReturnType<typeof summarise>) => number) =>
    records.map(summarise).reduce((total, summary) => total + count(summary), 0);
  return {
    conforms: sum(({ verdicts }) => verdicts.conforms),
    deviates: sum(({ verdicts, rulesDeviations }) => verdicts.deviates + verdicts['unexpected pass'] - rulesDeviations),
    known: sum(({ verdicts }) => verdicts['known deviation']),
    errors: sum(({ verdicts }) => verdicts.error + verdicts.inconclusive),
    regressions,
  };
}

interface Finding {
  readonly conclusion: Conclusion;
  readonly status: number;
  readonly found: boolean;
  readonly fails: boolean;
}

/**
 * Returns the conclusion of a run and the job's exit status. The conclusion names the gravest finding; the status is
 * that of the gravest one that fails the job. A run that was not whole fails it always: what did not run may deviate.
 *
 * @param exitStatus docknet's own.
 * @param isWhole Whether every engine came up.
 */
export function conclude(exitStatus: number, isWhole: boolean, counts: Counts, failOn: FailOn): Verdict {
  const findings: readonly Finding[] = [
    { conclusion: 'usage', status: 2, found: exitStatus === 2, fails: true },
    { conclusion: 'interrupted', status: 130, found: exitStatus === 130, fails: true },
    { conclusion: 'regression', status: 1, found: counts.regressions > 0, fails: failOn !== 'never' },
    { conclusion: 'deviates', status: 1, found: counts.deviates > 0, fails: failOn === 'deviation' },
    { conclusion: 'unfit', status: 3, found: !isWhole || exitStatus === 3, fails: true },
    { conclusion: 'error', status: 4, found: counts.errors > 0, fails: failOn !== 'never' },
  ];
  const found = findings.filter((finding) => finding.found);
  // An exit status without a finding: docknet itself failed.
  if (found.length === 0)
    return exitStatus === 0 ? { conclusion: 'conforms', status: 0 } : { conclusion: 'error', status: 4 };
  return { conclusion: found[0]?.conclusion ?? 'conforms', status: found.find(({ fails }) => fails)?.status ?? 0 };
}
