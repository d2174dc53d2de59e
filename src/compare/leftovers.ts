import {
  generalizeLeftover,
  groupLeftovers,
  secondCopy,
  type CheckRecord,
  type LeftoverGroup,
} from '../record/index.js';
import type { RunPair } from './types.js';

/**
 * Groups what the engine left behind in the candidate and not in the same checks of the base. Skips checks that one run
 * did not look at, and second copies of a rule: whether two commands of an engine's race is chance.
 */
export function findNewLeftovers({ base, candidate }: RunPair): readonly LeftoverGroup[] {
  const before = new Map(base.record.checks.map((check) => [check.id, check.leftovers]));
  return groupLeftovers(candidate.record.checks.map((check) => selectNew(check, before.get(check.id))));
}

function selectNew(check: CheckRecord, before: CheckRecord['leftovers']): CheckRecord {
  const known = new Set((before ?? []).map(generalizeLeftover));
  const leftovers = (before === undefined ? [] : (check.leftovers ?? [])).filter(
    (leftover) =>
      leftover.by === 'engine' && !leftover.text.endsWith(secondCopy) && !known.has(generalizeLeftover(leftover)),
  );
  return { ...check, leftovers };
}
