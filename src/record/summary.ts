import { isRulesDeviation } from './rules.js';
import type { RunRecord } from './types.js';
import { countVerdicts, isUnturned, type Verdict } from './verdict.js';

/** A record in numbers. */
export interface Summary {
  readonly checks: number;
  /** Checks by verdict; every check is in exactly one. */
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** In a run of `docknet prove`: checks that their sabotage did not turn. In a plain run 0. */
  readonly unturned: number;
  /** Checks among "deviates" and "unexpected pass" in which rules alone differ; packets fare as documented. */
  readonly rulesDeviations: number;
  /** Checks that behave as documented under other rules than those documented. */
  readonly otherRules: number;
  /** Checks after which the engine had left something behind. */
  readonly leftBehind: number;
}

/** Counts a record's checks. */
export function summarise({ run, checks }: RunRecord): Summary {
  return {
    checks: checks.length,
    verdicts: countVerdicts(checks),
    rulesDeviations: checks.filter(isRulesDeviation).length,
    otherRules: checks.filter(({ rulesFinding }) => rulesFinding === 'otherwise').length,
    leftBehind: checks.filter(({ leftovers = [] }) => leftovers.some(({ by }) => by === 'engine')).length,
    unturned: run.sabotaged ? checks.filter(isUnturned).length : 0,
  };
}

/**
 * Returns the exit status of a run: 3 if its machine could not run it to its end; 130 if it was interrupted; 1 for a
 * deviation or an unexpected pass, and for `docknet prove` if a sabotage left its check's outcome as it was; 4 for an
 * error or an inconclusive check; 0 otherwise. 1 comes before 4: a deviation was measured in a lab that worked, and a
 * retry on 4 must not hide it.
 *
 * @param strictRules Whether rules other than those documented count as a deviation, too (`--strict-rules`).
 */
export function exitStatus(record: RunRecord, strictRules = false): 0 | 1 | 3 | 4 | 130 {
  const { verdicts: counts, unturned, rulesDeviations, otherRules } = summarise(record);
  if (record.run.unfit !== undefined) return 3;
  if (record.run.interrupted) return 130;
  const deviations = counts.deviates + counts['unexpected pass'];
  const counted = strictRules ? deviations + otherRules : deviations - rulesDeviations;
  if (record.run.sabotaged ? unturned > 0 : counted > 0) return 1;
  return counts.error + counts.inconclusive > 0 ? 4 : 0;
}
