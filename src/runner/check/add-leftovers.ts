import type { Lab } from '../../lab/index.js';
import { describeLeftover, type CheckRecord } from '../../record/index.js';
import type { Difference } from '../fixture/owner.js';
import { settleLeftovers } from '../fixture/settle-leftovers.js';

/** Verdicts that stand whatever the check left: what deviates was measured, and an error has a reason already. */
const lasting: ReadonlySet<CheckRecord['verdict']> = new Set(['deviates', 'unexpected pass', 'error']);

/**
 * Adds to a check's record what was otherwise after it than before. What the engine left is a finding; what the check
 * left is an error.
 */
export async function addLeftovers(
  record: CheckRecord,
  lab: Lab,
  differences: readonly Difference[],
): Promise<CheckRecord> {
  const commands = record.steps.filter(({ place }) => place === 'host').map(({ command }) => command);
  const leftovers = await settleLeftovers(lab, differences, commands);
  const own = leftovers.filter(({ by }) => by === 'docknet');
  if (own.length === 0 || lasting.has(record.verdict)) return { ...record, leftovers };
  const reason = `the check did not undo what it changed: ${own.map(describeLeftover).join('; ')}`;
  return { ...record, leftovers, verdict: 'error', reason };
}
