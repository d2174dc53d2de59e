import type { CanonicalChain, ChainPair, Change, CheckBehaviour } from './types.js';

/** Returns the chains that differ before the traffic; then those that differ after it alone, named so. */
export function pairChains(base: CheckBehaviour, candidate: CheckBehaviour): ChainPair[] {
  const before = selectDifferent(base.rules, candidate.rules);
  const names = new Set(before.map(({ name }) => name));
  const after = selectDifferent(base.rulesAfter, candidate.rulesAfter).filter(({ name }) => !names.has(name));
  return [...before, ...after.map((pair) => ({ ...pair, name: `${pair.name}, after the traffic` }))];
}

function selectDifferent(base: readonly CanonicalChain[], candidate: readonly CanonicalChain[]): ChainPair[] {
  const [before, now] = [rulesByName(base), rulesByName(candidate)];
  return [...new Set([...before.keys(), ...now.keys()])].sort().flatMap((name) => {
    const pair = { name, base: before.get(name) ?? null, candidate: now.get(name) ?? null };
    return JSON.stringify(pair.base) === JSON.stringify(pair.candidate) ? [] : [pair];
  });
}

const rulesByName = (chains: readonly CanonicalChain[]): Map<string, readonly string[]> =>
  new Map(chains.map(({ name, rules }) => [name, rules]));

/** A chain that differs in the same way in several checks. */
export interface ChainGroup extends ChainPair {
  readonly checks: readonly string[];
}

/** Groups the chains that differ by how they differ, each with its checks, the most frequent first. */
export function groupChains(changes: readonly Change[]): ChainGroup[] {
  const groups = new Map<string, { readonly pair: ChainPair; readonly checks: string[] }>();
  for (const { id, chains } of changes) {
    for (const pair of chains) {
      const key = JSON.stringify(pair);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { pair, checks: [id] });
      else group.checks.push(id);
    }
  }
  return [...groups.values()]
    .map(({ pair, checks }) => ({ ...pair, checks }))
    .sort((one, other) => other.checks.length - one.checks.length || (one.name < other.name ? -1 : 1));
}

/** One rule of a chain in two runs: in both, or in one alone. */
export interface RuleLine {
  readonly in: 'both' | 'base' | 'candidate';
  readonly text: string;
}

/** Merges two lists of rules by their longest common subsequence, since order counts in a chain. */
export function diffRules(base: readonly string[], candidate: readonly string[]): RuleLine[] {
  const common = countCommon(base, candidate);
  const lines: RuleLine[] = [];
  let [b, c] = [0, 0];
  while (b < base.length || c < candidate.length) {
    const [before, now] = [base[b], candidate[c]];
    if (before !== undefined && before === now) {
      lines.push({ in: 'both', text: before });
      b += 1;
      c += 1;
    } else if (now === undefined || (before !== undefined && common[b + 1]![c]! >= common[b]![c + 1]!)) {
      lines.push({ in: 'base', text: before! });
      b += 1;
    } else {
      lines.push({ in: 'candidate', text: now });
      c += 1;
    }
  }
  return lines;
}

/** Counts the longest common subsequence of the rest of both lists from each pair of indices. */
function countCommon(one: readonly string[], other: readonly string[]): number[][] {
  const table = Array.from({ length: one.length + 1 }, () => Array<number>(other.length + 1).fill(0));
  for (let i = one.length - 1; i >= 0; i -= 1) {
    for (let j = other.length - 1; j >= 0; j -= 1) {
      table[i]![j] = one[i] === other[j] ? table[i + 1]![j + 1]! + 1 : Math.max(table[i + 1]![j]!, table[i]![j + 1]!);
    }
  }
  return table;
}
