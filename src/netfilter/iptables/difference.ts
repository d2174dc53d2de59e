import type { Rule, RuleChange, Snapshot } from '../types.js';

/**
 * What changed from one snapshot to the next, in the order of `after`, then what was removed. A rule is the same rule
 * where table, chain and specification are; of several alike the first is paired with the first. A rule is `moved` only
 * where it changed places with others: one that is pushed down by an insertion is not.
 */
export function diffSnapshots(before: Snapshot, after: Snapshot): readonly RuleChange[] {
  const old = keyed(before);
  const now = keyed(after);
  const kept = [...now.keys()].filter((key) => old.has(key));
  const moved = displaced(kept, old);
  const changes: RuleChange[] = [];
  for (const [key, rule] of now) {
    const was = old.get(key) ?? null;
    const packets = countedSince(was, rule);
    if (was === null) changes.push({ kind: 'added', before: null, after: rule, packets });
    else if (moved.has(key)) changes.push({ kind: 'moved', before: was, after: rule, packets });
    else if (packets > 0) changes.push({ kind: 'counted', before: was, after: rule, packets });
  }
  for (const [key, rule] of old)
    if (!now.has(key)) changes.push({ kind: 'removed', before: rule, after: null, packets: 0 });
  return changes;
}

/**
 * Packets that a rule counted between two snapshots: from 0 where it was not there before, null where it is not there
 * after. A counter that went down was zeroed or the rule was put in anew, so all that it shows is new.
 *
 * @param rule From either snapshot; found in the other by table, chain and specification, k-th with k-th.
 */
export function countPackets(before: Snapshot, after: Snapshot, rule: Rule): number | null {
  const old = keyed(before);
  const now = keyed(after);
  const key = keyOf(now, rule) ?? keyOf(old, rule);
  const found = key === undefined ? undefined : now.get(key);
  return key === undefined || found === undefined ? null : countedSince(old.get(key) ?? null, found);
}

function countedSince(before: Rule | null, after: Rule): number {
  const from = before?.packets ?? 0;
  return after.packets < from ? after.packets : after.packets - from;
}

/** A snapshot's rules by table, chain, specification, and which of several alike. */
export function keyed(snapshot: Snapshot): Map<string, Rule> {
  const rules = new Map<string, Rule>();
  const alike = new Map<string, number>();
  for (const chain of snapshot.chains) {
    for (const rule of chain.rules) {
      const name = JSON.stringify([rule.table, rule.chain, rule.specification]);
      const nth = alike.get(name) ?? 0;
      alike.set(name, nth + 1);
      rules.set(`${name}${nth}`, rule);
    }
  }
  return rules;
}

function keyOf(rules: ReadonlyMap<string, Rule>, wanted: Rule): string | undefined {
  for (const [key, rule] of rules) {
    if (rule === wanted) return key;
    if (
      rule.table === wanted.table &&
      rule.chain === wanted.chain &&
      rule.position === wanted.position &&
      rule.specification === wanted.specification &&
      rule.packets === wanted.packets
    )
      return key;
  }
  return undefined;
}

/** Of rules that both snapshots have, those that changed places: all but a longest run that kept its order, chain by chain. */
function displaced(kept: readonly string[], old: ReadonlyMap<string, Rule>): ReadonlySet<string> {
  const byChain = new Map<string, string[]>();
  for (const key of kept) {
    const chain = JSON.stringify([old.get(key)?.table, old.get(key)?.chain]);
    const keys = byChain.get(chain);
    if (keys === undefined) byChain.set(chain, [key]);
    else keys.push(key);
  }
  return new Set(
    [...byChain.values()].flatMap((keys) => {
      const inOrder = longestRising(keys.map((key) => old.get(key)?.position ?? 0));
      return keys.filter((_, index) => !inOrder.has(index));
    }),
  );
}

/** Indices of a longest rising subsequence of distinct numbers (patience sorting, n log n: an engine may have thousands of rules). */
function longestRising(numbers: readonly number[]): ReadonlySet<number> {
  const ends: number[] = [];
  const previous: (number | undefined)[] = [];
  for (const [index, number] of numbers.entries()) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((numbers[ends[middle] ?? 0] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    previous[index] = low > 0 ? ends[low - 1] : undefined;
    ends[low] = index;
  }
  const run = new Set<number>();
  for (let at = ends.at(-1); at !== undefined; at = previous[at]) run.add(at);
  return run;
}
