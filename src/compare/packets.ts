import { claimHeld, type CheckRecord } from '../record/index.js';
import { attributeDifference, type Attribution } from './attribution.js';
import { compareChecks } from './change.js';
import type { ComparedRun } from './types.js';

/**
 * Attributes the difference between runs in a check's packets and outcomes to engine or kernel. Leaves out runs in
 * which it was not judged, has no packets, or upgraded from another engine.
 *
 * @returns null if they behave alike.
 */
export function attributePackets(id: string, runs: readonly ComparedRun[]): Attribution | null {
  const seen: { readonly run: ComparedRun; readonly check: CheckRecord }[] = [];
  const outcomes = runs.map((run) => {
    const check = run.record.checks.find((one) => one.id === id);
    const isUsable = check !== undefined && claimHeld(check.verdict) !== null && run.behaviours.has(id);
    if (!isUsable || run.upgrading?.has(id) === true) return null;
    const alike = seen.findIndex((other) => {
      const change = compareChecks({ base: other.run, candidate: run }, other.check, check);
      return change === null || change.kind === 'rules';
    });
    if (alike >= 0) return String(alike);
    seen.push({ run, check });
    return String(seen.length - 1);
  });
  return attributeDifference(runs.map(({ record }, n) => ({ cell: record.cell, outcome: outcomes[n] ?? null })));
}
