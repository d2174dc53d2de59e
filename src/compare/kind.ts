import type { CheckRecord } from '../record/types.js';
import type { ChangeKind } from './types.js';

/** What two verdicts on one check say by themselves; null where they say the same and the behaviour has to tell. */
export function kindOfVerdicts(
  base: CheckRecord,
  candidate: CheckRecord,
): Extract<ChangeKind, 'regression' | 'fix' | 'undecided' | 'incomparable'> | null {
  if (base.verdict === 'broken' || candidate.verdict === 'broken') return 'undecided';
  if (base.verdict === 'inapplicable' || candidate.verdict === 'inapplicable')
    return base.verdict === candidate.verdict ? null : 'incomparable';
  if (base.verdict !== candidate.verdict) return candidate.verdict === 'deviates' ? 'regression' : 'fix';
  // A deviation that was the known one and is now another: nobody has said that this is how it has to be.
  if (base.known && candidate.verdict === 'deviates' && !candidate.known) return 'regression';
  return null;
}
