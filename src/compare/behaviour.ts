import type { Journey } from '../journey/index.js';
import type { CheckRecord } from '../record/index.js';
import { canonicalizeChains, findCountedDrops, type FirewallChain } from './chains.js';
import { canonicalizeJourneys, selectUnmatched } from './journeys.js';
import type { LabPlaces } from './lab-places.js';
import { describeOutcomes } from './outcomes.js';
import { firstEphemeralPort, Roles } from './roles.js';
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
  /** The docker host's firewall under the empty key, a router's under its key. */
  readonly firewalls: Readonly<Record<string, FirewallAround>>;
}

/** Describes how a check behaved, in a form in which two runs of the same engine are equal. */
export function buildBehaviour({ check, topology, outcome, journeys, firewalls }: BehaviourInput): CheckBehaviour {
  const roles = new Roles(topology, findEphemeralPorts(journeys));
  const hosts = Object.entries(firewalls).map(([key, around]) => ({ ...around, prefix: key === '' ? '' : `${key}: ` }));
  const before = hosts.flatMap((host) => canonicalizeChains(host.before, roles.at(0n), host.prefix));
  const after = hosts.flatMap((host) => canonicalizeChains(host.after, roles, host.prefix));
  return {
    expectations: check.expectations
      .filter(({ undocumented }) => !undocumented)
      .map(({ expected, held, about }) => ({ text: roles.replaceIn(expected), held, about })),
    outcome: describeOutcomes(outcome, roles),
    journeys: canonicalizeJourneys(journeys, roles),
    rules: before,
    rulesAfter: selectChangedChains(before, after),
    drops: hosts.flatMap((host) => findCountedDrops(host.before, host.after, roles, host.prefix)),
  };
}

/** Finds a check's packets that another run of it does not have on the same path. */
export function findDifferingJourneys(
  { topology, journeys }: Pick<BehaviourInput, 'topology' | 'journeys'>,
  other: CheckBehaviour,
): Journey[] {
  return selectUnmatched(journeys, new Roles(topology, findEphemeralPorts(journeys)), other.journeys);
}

/** Returns the chains that are new or have other rules afterwards, and those that are gone, without rules. */
function selectChangedChains(before: readonly CanonicalChain[], after: readonly CanonicalChain[]): CanonicalChain[] {
  const rulesBefore = new Map(before.map(({ name, rules }) => [name, rules]));
  const namesAfter = new Set(after.map(({ name }) => name));
  return [
    ...after.filter(({ name, rules }) => JSON.stringify(rulesBefore.get(name)) !== JSON.stringify(rules)),
    ...before.filter(({ name }) => !namesAfter.has(name)).map(({ name }) => ({ name, rules: [] })),
  ];
}

/**
 * Finds the ports that masquerading chose for a flow whose own port was taken: any from 1024 (nf_nat_core.c,
 * nf_nat_l4proto_unique_tuple), so they can look like a service's. What replaces an ephemeral source port is ephemeral.
 */
function findEphemeralPorts(journeys: readonly Journey[]): Set<number> {
  const ports = new Set<number>();
  for (const { hops } of journeys) {
    for (const { changes } of hops) {
      for (const { field, from, to } of changes)
        if (field === 'source port' && Number(from) >= firstEphemeralPort) ports.add(Number(to));
    }
  }
  return ports;
}
