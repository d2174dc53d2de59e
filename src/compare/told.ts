import { hopText } from './canonical-journey.js';
import { changeKinds } from './compare.js';
import type { CanonicalJourney, Change, ChangeKind, Comparison, Side } from './types.js';

/** How a kind of change is called, for one and for several, and what it means. */
export const kindWords: Readonly<
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
    meaning: 'error or inconclusive on one side: nothing is said of the behaviour',
  },
  rules: {
    one: 'check with other rules',
    several: 'checks with other rules',
    meaning: 'the firewall’s rules are others, and the packets fare the same',
  },
  added: { one: 'added check', several: 'added checks', meaning: 'only the candidate has it' },
  vanished: { one: 'vanished check', several: 'vanished checks', meaning: 'only the base has it; that is no failure' },
  incomparable: {
    one: 'not comparable',
    several: 'not comparable',
    meaning: 'not applicable on one side, or something else was done there; that is no failure',
  },
};

/** How many changes there are of each kind. */
export function changeCounts({ changes }: Comparison): Record<ChangeKind, number> {
  const counts: Record<ChangeKind, number> = {
    regression: 0,
    fix: 0,
    changed: 0,
    undecided: 0,
    rules: 0,
    added: 0,
    vanished: 0,
    incomparable: 0,
  };
  for (const { kind } of changes) counts[kind] += 1;
  return counts;
}

/** The comparison in one line: `2 regressions, 1 fix, 120 the same`. */
export function comparisonLine(comparison: Comparison): string {
  const counts = changeCounts(comparison);
  const parts = changeKinds
    .filter((kind) => counts[kind] > 0)
    .map((kind) => `${counts[kind]} ${counts[kind] === 1 ? kindWords[kind].one : kindWords[kind].several}`);
  return [...parts, `${comparison.same} the same`].join(', ');
}

/** Who is answered on one side alone, for a reader who wants to know what an upgrade cut off, and what it let in. */
export function reachWords({
  base,
  candidate,
  changes,
}: Comparison): readonly {
  readonly reach: 'lost' | 'gained';
  readonly title: string;
  readonly changes: readonly Change[];
}[] {
  const titles = {
    lost: `answered on ${base.name}, and no longer on ${candidate.name}`,
    gained: `answered on ${candidate.name}, and not on ${base.name}`,
  } as const;
  return (['lost', 'gained'] as const)
    .map((reach) => ({ reach, title: titles[reach], changes: changes.filter((change) => change.reach === reach) }))
    .filter((part) => part.changes.length > 0);
}

/** Why checks cannot be compared, each reason once with the checks that it is of. */
export function incomparableGroups(
  changes: readonly Change[],
): readonly { readonly sentence: string; readonly ids: readonly string[] }[] {
  const groups = new Map<string, string[]>();
  for (const { kind, sentence, id } of changes)
    if (kind === 'incomparable') groups.set(sentence, [...(groups.get(sentence) ?? []), id]);
  return [...groups].map(([sentence, ids]) => ({ sentence, ids }));
}

/** A packet's way in one line, for text: `client.eth0 → host.uplink → docker0 (destination web:80, TTL 63) ✗ filter -A FORWARD -j DROP`. */
export function wayText(journey: CanonicalJourney | null): string {
  if (journey === null) return 'not seen';
  const hops = journey.hops.map((hop) => hopText(hop).replace(/ \| (.*)$/, ' ($1)')).join(' → ');
  return journey.end === null ? hops : `${hops} ✗ ${journey.end}`;
}

/** The chains that differ in these changes by name, with how many checks each differs in: `filter FORWARD (34)`. */
export function chainCounts(changes: readonly Change[]): string {
  const counts = new Map<string, { name: string; count: number }>();
  for (const { chains } of changes) {
    for (const { name, base, candidate } of chains) {
      const told = base === null ? `new ${name}` : candidate === null ? `gone ${name}` : name;
      const entry = counts.get(told) ?? { name: told, count: 0 };
      counts.set(told, { ...entry, count: entry.count + 1 });
    }
  }
  return [...counts.values()]
    .sort((one, other) => other.count - one.count)
    .map(({ name, count }) => `${name} (${count})`)
    .join(', ');
}

/** A comparison as plain data, for programs. Its fields are those of `Comparison`, with runs and checks in short. */
export function comparisonData(comparison: Comparison): Readonly<Record<string, unknown>> {
  const side = ({ name, record: { run, cell } }: Side) => ({ name, run, cell });
  const check = (entry: Change['base']) => (entry === null ? null : { verdict: entry.verdict, reason: entry.reason });
  return {
    base: side(comparison.base),
    candidate: side(comparison.candidate),
    counts: { ...changeCounts(comparison), same: comparison.same },
    changes: comparison.changes.map((change) => ({
      ...change,
      base: check(change.base),
      candidate: check(change.candidate),
    })),
    notes: comparison.notes,
  };
}
