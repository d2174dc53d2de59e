import { groupLeftovers, selectNewLeftovers, type LeftoverGroup } from '../record/index.js';
import type { RunPair } from './types.js';

/** Groups what the engine left behind in the candidate and not in the same checks of the base. */
export function findNewLeftovers({ base, candidate }: RunPair): readonly LeftoverGroup[] {
  const before = new Map(base.record.checks.map((check) => [check.id, check.leftovers]));
  return groupLeftovers(
    candidate.record.checks.map((check) => ({ ...check, leftovers: selectNewLeftovers(check, before.get(check.id)) })),
  );
}
