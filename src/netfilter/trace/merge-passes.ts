import type { ChainPass } from '../types.js';

/** The passes of one packet at one hook, in order. */
type Group = ChainPass[];

/**
 * Merges the passes that two reports show of the same packets: nft's trace has those through nftables' chains, that of
 * legacy iptables those through its tables, and both have those through docknet's own, which show that the packet is
 * the same. At one hook a packet passes the chains by priority. Of chains with the same priority the last created is
 * the first, which no report shows; `learnOrder` finds it out from the packets that one of them dropped.
 */
export function mergePasses(nft: readonly ChainPass[], legacy: readonly ChainPass[]): readonly ChainPass[] {
  const [nftGroups, legacyGroups] = [groupPasses(nft), groupPasses(legacy)];
  const pairs = pairGroups(nftGroups, legacyGroups);
  const positions = new Map(legacyGroups.map((group, n) => [group, n]));
  const legacyFirst = learnOrder(nftGroups, pairs);
  const merged: ChainPass[] = [];
  const done = new Set<Group>();
  let nextLegacy = 0;
  const add = (...groups: readonly Group[]): void => {
    if (groups.some((group) => done.has(group))) return;
    for (const group of groups) done.add(group);
    merged.push(...mergeGroups(groups, legacyFirst));
  };
  for (const group of nftGroups) {
    const paired = pairs.get(group);
    if (paired === undefined) {
      add(group);
      continue;
    }
    // What only the other report has comes before the packet that both have.
    for (const end = positions.get(paired) ?? 0; nextLegacy < end; nextLegacy += 1) {
      const other = legacyGroups[nextLegacy]!;
      const own = pairs.get(other);
      add(...(own === undefined ? [other] : [own, other]));
    }
    add(group, paired);
  }
  for (const other of legacyGroups.slice(nextLegacy)) if (!done.has(other)) add(other);
  return merged;
}

/** Groups passes by packet and hook: a packet's next pass has the same hook and a higher priority. */
function groupPasses(passes: readonly ChainPass[]): Group[] {
  const groups: Group[] = [];
  const open = new Map<string, Group>();
  for (const pass of passes) {
    const key = `${packetKey(pass)} ${pass.id}`;
    const group = open.get(key);
    const last = group?.at(-1);
    if (group !== undefined && last !== undefined && !last.dropped && isLater(last, pass)) group.push(pass);
    else {
      const begun = [pass];
      open.set(key, begun);
      groups.push(begun);
    }
  }
  return groups;
}

/** Two chains of one priority are two chains, unless they are docknet's. */
const isLater = (before: ChainPass, after: ChainPass): boolean =>
  after.priority > before.priority || (after.priority === before.priority && !after.ownChain);

/** Pairs the n-th group of a packet and hook with the n-th. */
function pairGroups(one: readonly Group[], other: readonly Group[]): ReadonlyMap<Group, Group> {
  const index = new Map<string, Group[]>();
  for (const group of other) {
    const key = packetKey(group[0]!);
    const known = index.get(key);
    if (known === undefined) index.set(key, [group]);
    else known.push(group);
  }
  const pairs = new Map<Group, Group>();
  for (const group of one) {
    const paired = index.get(packetKey(group[0]!))?.shift();
    if (paired === undefined) continue;
    pairs.set(group, paired);
    pairs.set(paired, group);
  }
  return pairs;
}

/** Whether a legacy chain runs before one of nftables' with the same hook and priority. */
type LegacyFirst = (nft: ChainPass, legacy: ChainPass) => boolean;

/**
 * Learns from dropped packets in which order two chains of the same priority run: a chain that saw a packet which the
 * other dropped came before it, one that did not comes after it. Without such a packet nftables' comes first.
 */
function learnOrder(groups: readonly Group[], pairs: ReadonlyMap<Group, Group>): LegacyFirst {
  const own = (group: Group): ChainPass[] => group.filter(({ ownChain }) => !ownChain);
  const chains = new Map(groups.flatMap(own).map((pass) => [nameChain(pass), pass] as const));
  const seen = new Map<string, boolean>();
  const missed = new Map<string, boolean>();
  for (const group of groups) {
    const [nft, legacy] = [own(group), own(pairs.get(group) ?? [])];
    const dropper = [...nft, ...legacy].find(({ dropped }) => dropped);
    if (dropper === undefined) continue;
    if (nft.includes(dropper)) {
      for (const pass of legacy) if (areTied(dropper, pass)) seen.set(namePair(dropper, pass), true);
    } else {
      const names = new Set(nft.map(nameChain));
      for (const [name, pass] of chains)
        if (areTied(pass, dropper)) (names.has(name) ? seen : missed).set(namePair(pass, dropper), !names.has(name));
    }
  }
  return (nft, legacy) => seen.get(namePair(nft, legacy)) ?? missed.get(namePair(nft, legacy)) ?? false;
}

const areTied = (one: ChainPass, other: ChainPass): boolean =>
  one.hook === other.hook && one.priority === other.priority;

const namePair = (nft: ChainPass, legacy: ChainPass): string => `${nameChain(nft)} ${nameChain(legacy)}`;

/** The first rule or policy of a pass is of the base chain. */
function nameChain({ hook, priority, steps: [step] }: ChainPass): string {
  return [hook, priority, step?.rule.table, step?.rule.chain].join(' ');
}

function mergeGroups([first = [], second = []]: readonly Group[], legacyFirst: LegacyFirst): readonly ChainPass[] {
  const own = new Set(first.filter(({ ownChain }) => ownChain).map(({ priority }) => priority));
  const merged = [...first];
  for (const pass of second.filter(({ ownChain, priority }) => !ownChain || !own.has(priority))) {
    const next = merged.findIndex(
      (other) => other.priority > pass.priority || (areTied(other, pass) && legacyFirst(other, pass)),
    );
    merged.splice(next < 0 ? merged.length : next, 0, pass);
  }
  return merged;
}

/** Returns what neither routing nor translation changes of a packet, and the hook. */
function packetKey({ hook, header }: ChainPass): string {
  const { protocol, ipId, length, icmpType, icmpSequence, window } = header;
  return [hook, protocol, ipId, length, icmpType, icmpSequence, window].join(' ');
}
