import { claimHeld, type CheckRecord, type Verdict } from '../record/index.js';
import type { ChangeKind } from './types.js';

/** What two verdicts on one check say by themselves; null where they say the same and the behaviour has to tell. */
export function kindOfVerdicts(
  base: CheckRecord,
  candidate: CheckRecord,
): Extract<ChangeKind, 'regression' | 'fix' | 'undecided' | 'incomparable'> | null {
  if (isUnsettled(base.verdict) || isUnsettled(candidate.verdict)) return 'undecided';
  if (base.verdict === 'not applicable' || candidate.verdict === 'not applicable')
    return base.verdict === candidate.verdict ? null : 'incomparable';
  if (claimHeld(base.verdict) !== claimHeld(candidate.verdict))
    return claimHeld(candidate.verdict) === true ? 'fix' : 'regression';
  // A deviation that was the known one and is now another: nobody has said that this is how it has to be.
  if (base.verdict === 'known deviation' && candidate.verdict === 'deviates') return 'regression';
  return null;
}

const isUnsettled = (verdict: Verdict): boolean => verdict === 'error' || verdict === 'inconclusive';
