import type { CheckRecord, ExpectationRecord } from './types.js';

/** Checks in which the firewall differs from the documented one for the same reason. */
export interface RulesGroup {
  /** "filter DOCKER-ISOLATION-STAGE-1 and DOCKER-ISOLATION-STAGE-2 are not there". */
  readonly what: string;
  /** Ids of the checks, in the record's order. */
  readonly checks: readonly string[];
}

/**
 * Returns whether a check's only new outcome is about rules: a claim about rules that deviates in its lines about rules
 * alone, or that holds unexpectedly. Packets fare as documented.
 */
export function isRulesDeviation({ about, verdict, expectations, instead }: CheckRecord): boolean {
  if (about !== 'rules') return false;
  if (verdict === 'unexpected pass') return true;
  const lines = instead.length > 0 ? instead : expectations;
  return verdict === 'deviates' && lines.every((line) => line.held || line.about === 'rules');
}

/** Returns whether a check's firewall is not the documented one: its rules deviate, or its behaviour has others. */
const hasOtherRules = (check: CheckRecord): boolean => isRulesDeviation(check) || check.rulesFinding === 'otherwise';

/**
 * Groups the checks whose rules are not the documented ones by what changed: by the chains that are not there, else
 * by the rule.
 */
export function groupRules(checks: readonly CheckRecord[]): readonly RulesGroup[] {
  const groups: { readonly chains: Set<string>; readonly checks: string[] }[] = [];
  const others: RulesGroup[] = [];
  for (const check of checks.filter(hasOtherRules)) {
    const lines = selectFailedRules(check);
    const missing = lines.flatMap(({ missingChain }) => missingChain ?? []);
    if (missing.length === 0) {
      const [line] = lines;
      others.push({
        what: line === undefined ? check.reason : `${line.expected}; seen: ${line.seen}`,
        checks: [check.id],
      });
      continue;
    }
    const overlapping = groups.filter(({ chains }) => missing.some((chain) => chains.has(chain)));
    const joined = {
      chains: new Set([...overlapping.flatMap(({ chains }) => [...chains]), ...missing]),
      checks: [...overlapping.flatMap((group) => group.checks), check.id],
    };
    for (const group of overlapping) groups.splice(groups.indexOf(group), 1);
    groups.push(joined);
  }
  return [
    ...groups.map(({ chains, checks: ids }) => ({ what: describeMissing([...chains].sort()), checks: ids })),
    ...others,
  ].sort((one, other) => other.checks.length - one.checks.length);
}

const selectFailedRules = ({ about, expectations, instead }: CheckRecord): readonly ExpectationRecord[] =>
  (instead.length > 0 ? instead : expectations).filter(
    (line) => !line.held && line.about === 'rules' && (about === 'rules' || !line.guard),
  );

function describeMissing(chains: readonly string[]): string {
  const last = chains.at(-1) ?? '';
  return chains.length < 2 ? `${last} is not there` : `${chains.slice(0, -1).join(', ')} and ${last} are not there`;
}
