import type { Change, ChainPair } from './types.js';

/** A chain that differs in the same way in several checks. */
export interface RuleGroup extends ChainPair {
  readonly checks: readonly string[];
}

/** The chains that differ in these changes, each way of differing once with the checks that have it, the most frequent first. */
export function ruleGroups(changes: readonly Change[]): RuleGroup[] {
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
