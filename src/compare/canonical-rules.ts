import { inLabOrder } from './lab-order.js';
import type { Roles } from './roles.js';
import type { CanonicalChain } from './types.js';

/** A chain as a snapshot of iptables has it. */
export interface FirewallChain {
  readonly table: string;
  readonly name: string;
  /** ACCEPT or DROP for a built-in chain, null for a user-defined one. */
  readonly policy: string | null;
  /** Packets that came to the policy. */
  readonly packets: number;
  readonly rules: readonly {
    readonly specification: string;
    readonly target: string | null;
    readonly packets: number;
  }[];
}

/**
 * The chains with roles in place, by table and name; counters are left out, and so are built-in chains that do nothing
 * (empty, policy ACCEPT), which tables have or lack according to whether anybody ever looked at them.
 *
 * @param place Put before each name, `gate: `; empty for the docker host.
 */
export function canonicalChains(chains: readonly FirewallChain[], roles: Roles, place: string): CanonicalChain[] {
  return chains
    .filter(({ policy, rules }) => policy !== 'ACCEPT' || rules.length > 0)
    .map(({ table, name, policy, rules }) => ({
      name: `${place}${table} ${roles.text(name)}`,
      rules: [
        ...(policy === null ? [] : [`policy ${policy}`]),
        ...ordered(
          name,
          rules.map(({ specification }) => roles.text(specification)),
          roles,
          place,
        ),
      ],
    }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** A person put the rules of DOCKER-USER and of a router where they are: there the order is never a race. */
const ordered = (chain: string, rules: readonly string[], roles: Roles, place: string): readonly string[] =>
  place !== '' || chain === 'DOCKER-USER' ? rules : inLabOrder(rules, roles.owners);

/** Rules and policies that drop or reject and counted from one snapshot to the next, each with its table: `filter -A DOCKER-USER -j DROP`. */
export function countedDrops(
  before: readonly FirewallChain[],
  after: readonly FirewallChain[],
  roles: Roles,
  place: string,
): string[] {
  const counts = new Map<string, number>();
  for (const [name, packets] of dropCounters(before)) counts.set(name, packets);
  const drops: string[] = [];
  for (const [name, packets] of dropCounters(after))
    if (packets > (counts.get(name) ?? 0)) drops.push(`${place}${roles.text(name)}`);
  return [...new Set(drops)].sort();
}

function dropCounters(chains: readonly FirewallChain[]): [string, number][] {
  return chains.flatMap(({ table, name, policy, packets, rules }) => [
    ...(policy === 'DROP' ? [[`${table} -P ${name} DROP`, packets] as [string, number]] : []),
    ...rules
      .filter(({ target }) => target === 'DROP' || target === 'REJECT')
      .map(({ specification, packets: counted }): [string, number] => [
        `${table} -A ${name} ${specification}`,
        counted,
      ]),
  ]);
}
