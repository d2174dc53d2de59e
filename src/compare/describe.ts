import { claimHeld } from '../record/index.js';
import { changeKinds } from './compare.js';
import { formatHop } from './journeys.js';
import type { CanonicalJourney, Change, ChangeKind, ComparedRun, Comparison } from './types.js';

/** The label of each kind of change, for one and for several, and its meaning. */
export const kindLabels: Readonly<
  Record<ChangeKind, { readonly one: string; readonly several: string; readonly meaning: string }>
> = {
  regression: { one: 'regression', several: 'regressions', meaning: 'the claim held before and does not now' },
  fix: { one: 'fix', several: 'fixes', meaning: 'the claim did not hold before and does now' },
  changed: {
    one: 'changed behaviour',
    several: 'changed behaviours',
    meaning: 'the verdict is the same; packets or outcomes are not',
  },
  undecided: {
    one: 'undecided',
    several: 'undecided',
    meaning: 'error or inconclusive in one run: says nothing about the behaviour',
  },
  rules: {
    one: 'check with other rules',
    several: 'checks with other rules',
    meaning: 'the firewall’s rules differ; the packets are the same',
  },
  added: { one: 'added check', several: 'added checks', meaning: 'only the candidate has it' },
  vanished: { one: 'vanished check', several: 'vanished checks', meaning: 'only the base has it; no failure' },
  incomparable: {
    one: 'not comparable',
    several: 'not comparable',
    meaning: 'not applicable in one run, or upgraded from another engine; no failure',
  },
};

/**
 * Returns whether the candidate regressed.
 *
 * @param strictRules Whether lost rules are a regression, too (`--strict-rules`).
 */
export const hasRegression = ({ changes }: Comparison, strictRules = false): boolean =>
  changes.some((change) => change.kind === 'regression' || (strictRules && hasLostRules(change)));

/** Returns whether a claim about rules, or a line about them, holds in the base alone. */
const hasLostRules = ({ base, candidate, rules }: Change): boolean =>
  rules.lost.length > 0 ||
  (base?.about === 'rules' &&
    candidate !== null &&
    claimHeld(base.verdict) === true &&
    claimHeld(candidate.verdict) === false);

/** Counts the changes of each kind. */
export function countChanges({ changes }: Comparison): Record<ChangeKind, number> {
  const counts = Object.fromEntries(changeKinds.map((kind) => [kind, 0])) as Record<ChangeKind, number>;
  for (const { kind } of changes) counts[kind] += 1;
  return counts;
}

/** Describes the comparison in one line: `2 regressions, 1 fix, 120 the same`. */
export function describeCounts(comparison: Comparison): string {
  const counts = countChanges(comparison);
  const parts = changeKinds
    .filter((kind) => counts[kind] > 0)
    .map((kind) => `${counts[kind]} ${counts[kind] === 1 ? kindLabels[kind].one : kindLabels[kind].several}`);
  return [...parts, `${comparison.same} the same`].join(', ');
}

/** The changes in which a call is answered in one run alone. */
export interface ReachChanges {
  readonly reach: 'lost' | 'gained';
  readonly title: string;
  readonly changes: readonly Change[];
}

const reachTitles = {
  lost: 'answered in the base, and no longer in the candidate',
  gained: 'answered in the candidate, and not in the base',
} as const;

/** Groups the changes by what an upgrade cut off and what it let in. */
export function groupReach({ changes }: Comparison): readonly ReachChanges[] {
  return (['lost', 'gained'] as const)
    .map((reach) => ({ reach, title: reachTitles[reach], changes: changes.filter((one) => one.reach === reach) }))
    .filter((group) => group.changes.length > 0);
}

/** Groups the checks that cannot be compared by the reason. */
export function groupIncomparable(
  changes: readonly Change[],
): readonly { readonly sentence: string; readonly ids: readonly string[] }[] {
  const groups = new Map<string, string[]>();
  for (const { kind, sentence, id } of changes)
    if (kind === 'incomparable') groups.set(sentence, [...(groups.get(sentence) ?? []), id]);
  return [...groups].map(([sentence, ids]) => ({ sentence, ids }));
}

/** Formats a packet's path: `client.eth0 → docker0 (destination web:80, TTL 63) ✗ filter -A FORWARD -j DROP`. */
export function formatPath(journey: CanonicalJourney | null): string {
  if (journey === null) return 'not seen';
  const hops = journey.hops.map((hop) => formatHop(hop).replace(/ \| (.*)$/, ' ($1)')).join(' → ');
  return journey.end === null ? hops : `${hops} ✗ ${journey.end}`;
}

/** Describes the chains that differ, with the number of checks each: `filter FORWARD (34), new raw PREROUTING (2)`. */
export function describeChains(changes: readonly Change[]): string {
  const counts = new Map<string, number>();
  for (const { chains } of changes) {
    for (const { name, base, candidate } of chains) {
      const label = base === null ? `new ${name}` : candidate === null ? `gone ${name}` : name;
      counts.set(label, (counts.get(label) ?? 0) + 1);
    }
  }
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(([label, count]) => `${label} (${count})`)
    .join(', ');
}

/** Returns a comparison as plain data for programs: the fields of `Comparison`, with short runs and checks. */
export function exportComparison(comparison: Comparison): Readonly<Record<string, unknown>> {
  const run = ({ name, record: { run: about, cell } }: ComparedRun) => ({ name, run: about, cell });
  const check = (entry: Change['base']) => (entry === null ? null : { verdict: entry.verdict, reason: entry.reason });
  return {
    base: run(comparison.base),
    candidate: run(comparison.candidate),
    counts: { ...countChanges(comparison), same: comparison.same },
    changes: comparison.changes.map((change) => ({
      ...change,
      base: check(change.base),
      candidate: check(change.candidate),
    })),
    leftovers: comparison.leftovers,
    notes: comparison.notes,
  };
}
