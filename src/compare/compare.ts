import { changeOf, loneChange } from './change.js';
import { sinceOf } from './since.js';
import type { Between, Change, ChangeKind, Comparison, Side } from './types.js';

/** The kinds in the order in which a reader wants them. */
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
 * Compares two runs, check by check. Two runs of one engine have no changes.
 *
 * @param between Runs by which it can be told since when a change is so; null where there are none.
 */
export function compare(base: Side, candidate: Side, between: Between | null = null): Comparison {
  const sides = { base, candidate };
  const before = new Map(base.record.checks.map((check) => [check.id, check]));
  const now = new Set(candidate.record.checks.map(({ id }) => id));
  const changes: Change[] = [];
  let same = 0;
  for (const check of candidate.record.checks) {
    const was = before.get(check.id);
    const change =
      was === undefined
        ? loneChange('added', check, sides)
        : changeOf(sides, was, check, (undated) => (between === null ? null : sinceOf(undated, sides, between)));
    if (change === null) same += 1;
    else changes.push(change);
  }
  changes.push(
    ...base.record.checks.filter(({ id }) => !now.has(id)).map((check) => loneChange('vanished', check, sides)),
  );
  changes.sort(
    (one, other) =>
      changeKinds.indexOf(one.kind) - changeKinds.indexOf(other.kind) ||
      Number(other.reach !== null) - Number(one.reach !== null),
  );
  return {
    base,
    candidate,
    changes,
    same,
    notes: [
      ...[base, candidate].flatMap(notesOn),
      ...(between?.unknown == null || same === candidate.record.checks.length ? [] : [between.unknown]),
    ],
  };
}

function notesOn({ name, record, behaviours }: Side): string[] {
  const judged = record.checks.filter(({ verdict }) => verdict === 'conforms' || verdict === 'deviates');
  const without = judged.filter(({ id }) => !behaviours.has(id)).length;
  return [
    ...(record.run.interrupted ? [`The run of ${name} was interrupted: checks it did not come to are missing.`] : []),
    ...(without === 0
      ? []
      : [
          `Of ${without} of the ${judged.length} checks that ${name} was judged by, no packets or rules are kept: only their verdicts are compared.`,
        ]),
  ];
}
