import type { Chain, Rule, RuleChange } from '../types.js';

/** The chains of a firewall, of iptables and nftables. */
interface Chains {
  readonly chains: readonly Chain[];
}

/**
 * Lists the changes between two snapshots in the order of `after`, then the removed rules. Rules are the same if
 * table, chain and specification are; of several equal rules those with the same handle, then the n-th and the n-th. A
 * rule is `moved` if it changed places with others, not if an insertion pushed it down.
 */
export function diffSnapshots(before: Chains, after: Chains): readonly RuleChange[] {
  const [old, now] = indexBoth(before, after);
  const common = [...now.keys()].filter((key) => old.has(key));
  const moved = findMoved(common, old);
  const changes: RuleChange[] = [];
  for (const [key, rule] of now) {
    const was = old.get(key) ?? null;
    const packets = subtractCounters(was, rule);
    if (was === null) changes.push({ kind: 'added', before: null, after: rule, packets });
    else if (moved.has(key)) changes.push({ kind: 'moved', before: was, after: rule, packets });
    else if (packets > 0) changes.push({ kind: 'counted', before: was, after: rule, packets });
  }
  for (const [key, rule] of old)
    if (!now.has(key)) changes.push({ kind: 'removed', before: rule, after: null, packets: 0 });
  return changes;
}

/**
 * Counts a rule's packets between two snapshots: from 0 if it is not in `before`, null if it is not in `after`. A
 * counter that went down was reset, or the rule was inserted again: all its packets are new.
 *
 * @param rule From either snapshot; paired with the other's as in `diffSnapshots`.
 */
export function countPackets(before: Chains, after: Chains, rule: Rule): number | null {
  const [old, now] = indexBoth(before, after);
  const key = findKey(now, rule) ?? findKey(old, rule);
  const found = key === undefined ? undefined : now.get(key);
  return key === undefined || found === undefined ? null : subtractCounters(old.get(key) ?? null, found);
}

function subtractCounters(before: Rule | null, after: Rule): number {
  // A rule of nftables with another handle was added again, with a new counter.
  const from = before === null || before.nft?.handle !== after.nft?.handle ? 0 : before.packets;
  return after.packets < from ? after.packets : after.packets - from;
}

/** Indexes the rules of two snapshots by keys that are equal for the same rule. */
function indexBoth(before: Chains, after: Chains): readonly [Map<string, Rule>, Map<string, Rule>] {
  const listHandles = ({ chains }: Chains) => chains.flatMap(({ rules }) => rules.flatMap(nameByHandle));
  const old = new Set(listHandles(before));
  const both = new Set(listHandles(after).filter((handle) => old.has(handle)));
  return [indexRules(before, both), indexRules(after, both)];
}

/** Returns the rule's name with its handle. Handles begin again with a new table, so they do not suffice. */
function nameByHandle(rule: Rule): string[] {
  return rule.nft === undefined ? [] : [`${nameByText(rule)} handle ${rule.nft.handle}`];
}

const nameByText = ({ table, chain, specification }: Rule): string => JSON.stringify([table, chain, specification]);

/**
 * Indexes a snapshot's rules by table, chain, specification, and number among equal rules.
 *
 * @param byHandle Names of rules to index by their handles.
 */
export function indexRules(snapshot: Chains, byHandle: ReadonlySet<string> = new Set()): Map<string, Rule> {
  const rules = new Map<string, Rule>();
  const equal = new Map<string, number>();
  for (const chain of snapshot.chains) {
    for (const rule of chain.rules) {
      const [handle] = nameByHandle(rule);
      if (handle !== undefined && byHandle.has(handle)) {
        rules.set(handle, rule);
        continue;
      }
      const name = nameByText(rule);
      const nth = equal.get(name) ?? 0;
      equal.set(name, nth + 1);
      rules.set(`${name}${nth}`, rule);
    }
  }
  return rules;
}

function findKey(rules: ReadonlyMap<string, Rule>, wanted: Rule): string | undefined {
  for (const [key, rule] of rules) {
    if (rule === wanted) return key;
    if (
      rule.table === wanted.table &&
      rule.chain === wanted.chain &&
      rule.position === wanted.position &&
      rule.specification === wanted.specification &&
      rule.packets === wanted.packets &&
      rule.nft?.handle === wanted.nft?.handle
    )
      return key;
  }
  return undefined;
}

/** Finds the common rules that changed places: per chain, all but a longest sequence in unchanged order. */
function findMoved(common: readonly string[], old: ReadonlyMap<string, Rule>): ReadonlySet<string> {
  const byChain = new Map<string, string[]>();
  for (const key of common) {
    const chain = JSON.stringify([old.get(key)?.table, old.get(key)?.chain]);
    const keys = byChain.get(chain);
    if (keys === undefined) byChain.set(chain, [key]);
    else keys.push(key);
  }
  return new Set(
    [...byChain.values()].flatMap((keys) => {
      const unmoved = findLongestIncreasing(keys.map((key) => old.get(key)?.position ?? 0));
      return keys.filter((_, index) => !unmoved.has(index));
    }),
  );
}

/** Finds the indices of a longest increasing subsequence of distinct numbers, by patience sorting in n log n. */
function findLongestIncreasing(numbers: readonly number[]): ReadonlySet<number> {
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
  const longest = new Set<number>();
  for (let at = ends.at(-1); at !== undefined; at = previous[at]) longest.add(at);
  return longest;
}
