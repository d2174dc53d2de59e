import type { CheckRecord } from '../record/types.js';
import type { ChangeKind } from './types.js';

/** What two verdicts on one check say by themselves; null where they say the same and the behaviour has to tell. */
export function kindOfVerdicts(base: CheckRecord, candidate: CheckRecord): Extract<ChangeKind, 'regression' | 'fix' | 'undecided'> | null {
  if (!judged(base) || !judged(candidate)) return base.verdict === candidate.verdict && base.verdict === 'inapplicable' ? null : 'undecided';
  if (base.verdict !== candidate.verdict) return candidate.verdict === 'deviates' ? 'regression' : 'fix';
  // A deviation that was the known one and is now another: nobody has said that this is how it has to be.
  if (base.known && candidate.verdict === 'deviates' && !candidate.known) return 'regression';
  return null;
}

const judged = ({ verdict }: CheckRecord): boolean => verdict === 'conforms' || verdict === 'deviates';
