import { claimHeld } from '../record/index.js';
import { attributeChange, describeOpen } from './blame.js';
import { describeSettings } from './cells.js';
import { compareChecks, describeLoneCheck } from './change.js';
import { findNewLeftovers } from './leftovers.js';
import { dateChange } from './since.js';
import type { Change, ChangeKind, ComparedRun, Comparison, RunPair, RunsBetween } from './types.js';

/** The kinds of change in the order a reader wants them. */
export const changeKinds: readonly ChangeKind[] = [
  'regression',
  'fix',
  'changed',
  'undecided',
  'rules',
  'added',
  'vanished',
  'incomparable',
];

/**
 * Compares two runs check by check. Two runs of one engine have no changes.
 *
 * @param between Runs that can date a change; null if there are none.
 * @param grid Runs that can attribute a change to engine or kernel: see `selectGrid`.
 */
export function compareRuns(
  base: ComparedRun,
  candidate: ComparedRun,
  between: RunsBetween | null = null,
  grid: readonly ComparedRun[] = [],
): Comparison {
  const runs = { base, candidate };
  const changes: Change[] = [];
  let same = 0;
  const before = new Map(base.record.checks.map((check) => [check.id, check]));
  for (const check of candidate.record.checks) {
    const old = before.get(check.id);
    const change =
      old === undefined
        ? describeLoneCheck('added', check, runs)
        : compareChecks(runs, old, check, (change) => ({
            since: between === null ? null : dateChange(change, runs, between),
            attribution: attributeChange(change, runs, grid),
          }));
    if (change === null) same += 1;
    else changes.push(change);
  }
  const now = new Set(candidate.record.checks.map(({ id }) => id));
  for (const check of base.record.checks)
    if (!now.has(check.id)) changes.push(describeLoneCheck('vanished', check, runs));
  changes.sort(
    (one, other) =>
      changeKinds.indexOf(one.kind) - changeKinds.indexOf(other.kind) ||
      Number(other.reach !== null) - Number(one.reach !== null),
  );
  const isDatable = same < candidate.record.checks.length;
  const open = describeOpen(changes);
  return {
    base,
    candidate,
    changes,
    same,
    leftovers: findNewLeftovers(runs),
    notes: [
      ...describeSettings(base.record.cell, candidate.record.cell),
      ...listCaveats(runs, 'base'),
      ...listCaveats(runs, 'candidate'),
      ...(isDatable && open === null && between?.caveat != null ? [between.caveat] : []),
      ...(open === null ? [] : [open]),
    ],
  };
}

function listCaveats(runs: RunPair, which: keyof RunPair): string[] {
  const { record, behaviours } = runs[which];
  const judged = record.checks.filter(({ verdict }) => claimHeld(verdict) !== null);
  const bare = judged.filter(({ id }) => !behaviours.has(id)).length;
  return [
    ...(record.run.interrupted
      ? [
          `The ${which} ${record.run.unfit === undefined ? 'was interrupted' : 'ended early'}: ` +
            'its last checks are missing.',
        ]
      : []),
    ...(bare === 0
      ? []
      : [
          `The ${which} has no packets or rules for ${bare} of its ${judged.length} judged checks: ` +
            'only their verdicts are compared.',
        ]),
  ];
}
