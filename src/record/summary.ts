import type { RunRecord } from './types.js';
import { countVerdicts, isUnturned, type Verdict } from './verdict.js';

/** A record in numbers. */
export interface Summary {
  readonly checks: number;
  /** Checks by verdict; every check is in exactly one. */
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** In a run of `docknet prove`: checks that their sabotage did not turn. In a plain run 0. */
  readonly unturned: number;
}

/** Counts a record's checks. */
export function summarise({ run, checks }: RunRecord): Summary {
  return {
    checks: checks.length,
    verdicts: countVerdicts(checks),
    unturned: run.sabotaged ? checks.filter(isUnturned).length : 0,
  };
}

/**
 * Returns the exit status of a run: 130 if it was interrupted; 1 for a deviation or an unexpected pass, and for
 * `docknet prove` if a sabotage left its check's outcome as it was; 4 for an error or an inconclusive check; 0
 * otherwise. 1 comes before 4: a deviation was measured in a lab that worked, and a retry on 4 must not hide it.
 */
export function exitStatus(record: RunRecord): 0 | 1 | 4 | 130 {
  const { verdicts: counts, unturned } = summarise(record);
  if (record.run.interrupted) return 130;
  if (record.run.sabotaged ? unturned > 0 : counts.deviates + counts['unexpected pass'] > 0) return 1;
  return counts.error + counts.inconclusive > 0 ? 4 : 0;
}
