import type { CanonicalChain, ChainPair, CheckBehaviour } from './types.js';

/** Chains that differ between the two sides, before the traffic; those that only differ after it are named so. */
export function chainPairs(base: CheckBehaviour, candidate: CheckBehaviour): ChainPair[] {
  const before = differing(base.rules, candidate.rules);
  const names = new Set(before.map(({ name }) => name));
  const after = differing(base.rulesAfter, candidate.rulesAfter).filter(({ name }) => !names.has(name));
  return [...before, ...after.map((pair) => ({ ...pair, name: `${pair.name}, after the traffic` }))];
}

function differing(base: readonly CanonicalChain[], candidate: readonly CanonicalChain[]): ChainPair[] {
  const [was, is] = [rulesByName(base), rulesByName(candidate)];
  return [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((name) => {
    const [one, other] = [was.get(name) ?? null, is.get(name) ?? null];
    return JSON.stringify(one) === JSON.stringify(other) ? [] : [{ name, base: one, candidate: other }];
  });
}

const rulesByName = (chains: readonly CanonicalChain[]): Map<string, readonly string[]> =>
  new Map(chains.map(({ name, rules }) => [name, rules]));
