import type { Journey } from '../journey/types.js';
import type { CheckRecord } from '../record/types.js';
import { canonicalJourneys } from './canonical-journey.js';
import { canonicalOutcome } from './canonical-outcome.js';
import { canonicalChains, countedDrops, type FirewallChain } from './canonical-rules.js';
import { portsDrawnAnew } from './drawn-ports.js';
import type { LabPlaces } from './places.js';
import { Roles } from './roles.js';
import type { CanonicalChain, CheckBehaviour } from './types.js';

/** A firewall just before and just after a check's traffic. */
export interface FirewallAround {
  readonly before: readonly FirewallChain[];
  readonly after: readonly FirewallChain[];
}

/** A check's evidence, already read. */
export interface BehaviourInput {
  readonly check: Pick<CheckRecord, 'expectations'>;
  readonly topology: LabPlaces;
  /** What the traffic returned. */
  readonly outcome: unknown;
  readonly journeys: readonly Journey[];
  /** The docker host's firewall under the empty key, those of routers made by hand under theirs. */
  readonly firewalls: Readonly<Record<string, FirewallAround>>;
}

/** How a check behaved, in a form in which two runs of the same engine are equal. */
export function behaviourOf({ check, topology, outcome, journeys, firewalls }: BehaviourInput): CheckBehaviour {
  const roles = new Roles(topology, portsDrawnAnew(journeys));
  const places = Object.entries(firewalls).map(([key, around]) => ({ ...around, place: key === '' ? '' : `${key}: ` }));
  const before = places.flatMap((one) => canonicalChains(one.before, roles.at(0n), one.place));
  const after = places.flatMap((one) => canonicalChains(one.after, roles, one.place));
  return {
    expectations: check.expectations.map(({ expected, held }) => ({ text: roles.text(expected), held })),
    outcome: canonicalOutcome(outcome, roles),
    journeys: canonicalJourneys(journeys, roles),
    rules: before,
    rulesAfter: changedChains(before, after),
    drops: places.flatMap((one) => countedDrops(one.before, one.after, roles, one.place)),
  };
}

/** Chains that are otherwise, new or gone. */
function changedChains(before: readonly CanonicalChain[], after: readonly CanonicalChain[]): CanonicalChain[] {
  const was = new Map(before.map(({ name, rules }) => [name, rules]));
  const now = new Set(after.map(({ name }) => name));
  return [
    ...after.filter(({ name, rules }) => JSON.stringify(was.get(name)) !== JSON.stringify(rules)),
    ...before.filter(({ name }) => !now.has(name)).map(({ name }) => ({ name, rules: [] })),
  ];
}
