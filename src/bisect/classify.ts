import type { Change, Comparison } from '../compare/index.js';
import { claimHeld } from '../record/index.js';
import type { TrialResult } from './halving.js';

/**
 * How a check on one engine differs from the same check on another: whether the claim holds (or which deviation takes
 * its place); packets or outcomes under the same verdict; not at all, apart from rules. `unsettled` if one of them was
 * not judged.
 */
export type Difference = 'verdict' | 'behaviour' | 'none' | 'unsettled';

/** Classifies the comparison of two runs of one check. */
export function classifyDifference({ base, candidate, changes }: Comparison): Difference {
  const [change] = changes;
  switch (change?.kind) {
    case undefined: {
      const verdicts = [base, candidate].flatMap(({ record }) => record.checks.map(({ verdict }) => verdict));
      return verdicts.every((verdict) => claimHeld(verdict) !== null) ? 'none' : 'unsettled';
    }
    case 'regression':
    case 'fix':
      return 'verdict';
    case 'changed':
      return 'behaviour';
    // Other rules alone are no difference, but a check about rules may have turned. A check that upgrades the engine
    // has other packets from each engine, and its verdict alone is compared.
    case 'rules':
    case 'incomparable':
      return compareVerdicts(change);
    default:
      return 'unsettled';
  }
}

function compareVerdicts({ base, candidate }: Change): Difference {
  const [before, now] = [base, candidate].map((check) => (check === null ? null : claimHeld(check.verdict)));
  return before == null || now == null ? 'unsettled' : before === now ? 'none' : 'verdict';
}

/**
 * Judges a trial by its difference from the good engine. If the bad engine has another verdict, other packets under the
 * good engine's verdict are still good: they may have another cause.
 *
 * @param ends The difference between the good and the bad engine.
 */
export function judgeTrial(trial: Difference, ends: 'verdict' | 'behaviour'): TrialResult {
  if (trial === 'unsettled') return 'unsettled';
  return trial === 'verdict' || trial === ends ? 'bad' : 'good';
}
