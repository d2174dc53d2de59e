import type { BaseChain, FirewallSnapshot } from '../netfilter/index.js';
import { orderCommuting } from './commute.js';
import type { Owners, Roles } from './roles.js';
import type { CanonicalChain } from './types.js';

/** A chain of an iptables listing or of nftables, or a set or map of nftables. */
export interface FirewallChain {
  readonly table: string;
  readonly name: string;
  /** ACCEPT or DROP for a built-in or base chain, null for any other. */
  readonly policy: string | null;
  /** Of a chain of nftables alone: its hook, or null. */
  readonly base?: BaseChain | null;
  /** True for a set or map, whose elements are its rules. */
  readonly isSet?: boolean;
  /** Packets that reached the policy. */
  readonly packets: number;
  readonly rules: readonly {
    readonly specification: string;
    readonly target: string | null;
    readonly packets: number;
  }[];
}

/** Lists the chains of a firewall for IPv4: those of iptables, and chains, sets and maps of nftables. */
export function listFirewallChains({ iptables, nftables }: FirewallSnapshot): FirewallChain[] {
  const tables = nftables?.tables.filter(({ family }) => family !== 'ip6') ?? [];
  const sets = tables.flatMap((table) =>
    table.sets.map((set): FirewallChain => ({
      table: `${table.family} ${table.name}`,
      name: `${set.name} (${set.kind})`,
      policy: null,
      base: null,
      isSet: true,
      packets: 0,
      rules: set.elements.map(({ key, value }) => ({
        specification: value === null ? key : `${key} : ${value}`,
        target: null,
        packets: 0,
      })),
    })),
  );
  return [...iptables.chains, ...tables.flatMap(({ chains }) => chains), ...sets];
}

/**
 * Returns chains with roles in place of addresses and names, sorted by table and name, without counters. Omits empty
 * built-in chains of iptables with policy ACCEPT: a table has them or lacks them depending on whether it was ever
 * listed.
 *
 * @param prefix Put before each name, `gate: ` for a router; empty for the docker host.
 */
export function canonicalizeChains(chains: readonly FirewallChain[], roles: Roles, prefix: string): CanonicalChain[] {
  return chains
    .filter(({ policy, rules, base }) => policy !== 'ACCEPT' || rules.length > 0 || base !== undefined)
    .map((chain) => ({
      name: `${prefix}${chain.table} ${roles.replaceIn(chain.name)}`,
      rules: [...describeHead(chain), ...sortRules(chain, roles, prefix)],
    }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Describes a chain as its listing does before its rules: `policy DROP`, with the hook for nftables. */
function describeHead({ policy, base }: FirewallChain): string[] {
  if (base === undefined || base === null) return policy === null ? [] : [`policy ${policy}`];
  const { type, hook, priority } = base;
  return [`type ${type} hook ${hook} priority ${priority}; policy ${(policy ?? 'accept').toLowerCase()}`];
}

function sortRules({ name, rules, isSet }: FirewallChain, roles: Roles, prefix: string): string[] {
  const texts = rules.map(({ specification }) => roles.replaceIn(specification));
  if (isSet === true) return texts.sort();
  // The user decides the order in DOCKER-USER and on a router, so there it is never a race.
  return prefix !== '' || name === 'DOCKER-USER' ? texts : sortRaced(texts, roles.owners);
}

/**
 * Sorts rules whose order is a race, as `sortByOwner` and `orderCommuting` do.
 *
 * @param rules With roles.
 */
export const sortRaced = (rules: readonly string[], owners: Owners): string[] =>
  orderCommuting(sortByOwner(rules, owners), (rule) => {
    const owner = findOwner(rule, owners);
    return owner !== null && ownerKind(owner) === 'container' ? owner : null;
  });

/**
 * Finds the rules and policies that drop or reject and counted from one listing to the next, each with its table:
 * `filter -A DOCKER-USER -j DROP`.
 */
export function findCountedDrops(
  before: readonly FirewallChain[],
  after: readonly FirewallChain[],
  roles: Roles,
  prefix: string,
): string[] {
  const counts = new Map(listDropCounters(before));
  const drops: string[] = [];
  for (const [name, packets] of listDropCounters(after))
    if (packets > (counts.get(name) ?? 0)) drops.push(`${prefix}${roles.replaceIn(name)}`);
  return [...new Set(drops)].sort();
}

function listDropCounters(chains: readonly FirewallChain[]): [string, number][] {
  return chains.flatMap(({ table, name, policy, base, packets, rules }) => [
    ...(policy === 'DROP' ? [[`${table} -P ${name} DROP`, packets] as [string, number]] : []),
    ...rules
      .filter(({ target }) => target === 'DROP' || target === 'REJECT')
      .map((rule): [string, number] => [
        `${table} ${base === undefined ? '-A ' : ''}${name} ${rule.specification}`,
        rule.packets,
      ]),
  ]);
}

interface Block {
  readonly owner: string;
  readonly rules: string[];
}

/**
 * Sorts rules whose order is a race. A lab creates its networks at the same time, and its containers, so the engine
 * may add their rules in any order. Adjacent blocks of rules for one network each, or for one container each, are
 * sorted by their keys. All other rules keep their place: rules within a block, of the default bridge or of no owner,
 * and interleaved rules.
 *
 * @param rules With roles.
 */
function sortByOwner(rules: readonly string[], owners: Owners): string[] {
  const sorted: string[] = [];
  let blocks: Block[] = [];
  const flush = (): void => {
    const distinct = new Set(blocks.map(({ owner }) => owner)).size === blocks.length;
    const inOrder = distinct ? [...blocks].sort((one, other) => (one.owner < other.owner ? -1 : 1)) : blocks;
    sorted.push(...inOrder.flatMap((block) => block.rules));
    blocks = [];
  };
  for (const rule of rules) {
    const owner = findOwner(rule, owners);
    const last = blocks.at(-1);
    if (owner === null) {
      flush();
      sorted.push(rule);
    } else if (last?.owner === owner) last.rules.push(rule);
    else {
      if (last !== undefined && ownerKind(last.owner) !== ownerKind(owner)) flush();
      blocks.push({ owner, rules: [rule] });
    }
  }
  flush();
  return sorted;
}

/**
 * Returns `container web`, `container web@side` for a further network of its own, or `network app`; null for a rule
 * that names no owner or several.
 */
function findOwner(rule: string, { networks, containers }: Owners): string | null {
  const words = new Set(rule.split(/[ :"]/));
  const named = [...words].filter((word) => containers.includes(word.replace(/@.*$/, '')));
  if (named.length > 0) return named.length === 1 ? `container ${named[0]!}` : null;
  const [network, ...others] = networks.filter((key) => words.has(`br-${key}`) || words.has(`${key}.subnet`));
  return network === undefined || others.length > 0 ? null : `network ${network}`;
}

const ownerKind = (owner: string): string => owner.slice(0, owner.indexOf(' '));
