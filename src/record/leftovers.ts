import type { CheckRecord, Leftover } from './types.js';

/** A thing that was left behind, or taken away, and the checks after which it was so. */
export interface LeftoverGroup {
  /** "left behind: rule iptables -t nat -A POSTROUTING -s 172.x.0.0/16 ! -o br-… -j MASQUERADE". */
  readonly what: string;
  readonly by: Leftover['by'];
  /** Ids of the checks, in the record's order. */
  readonly checks: readonly string[];
}

/** What a rule has at its end that was there before and is there once more. */
export const secondCopy = ' (once more)';

/** Describes a leftover: "left behind: interface br-65dd04df29e5". */
export const describeLeftover = ({ kind, change, text }: Omit<Leftover, 'by'>): string =>
  `${change === 'left' ? 'left behind' : 'no longer there'}: ${kind} ${text}`;

/** Describes a leftover without what differs in every lab: ids, addresses of networks, ephemeral ports. */
export const generalizeLeftover = (leftover: Leftover): string =>
  describeLeftover(leftover)
    .replaceAll(/\b(br-|veth)[0-9a-f]{7,12}\b/g, '$1…')
    .replaceAll(/\b[0-9a-f]{12,64}\b/g, '…')
    .replaceAll(/\b172\.(?:1[6-9]|2\d|3[01])\.|\b192\.168\.\d+\./g, (range) => `${range.slice(0, 3)}.x.`)
    .replaceAll(/:(?:3[3-9]|[4-6]\d)\d{3}\b/g, ':…')
    .replace(/(^left behind: network .*)-[0-9a-z]{10}\b/, '$1');

/** Groups what was left behind by the thing. */
export function groupLeftovers(checks: readonly CheckRecord[]): readonly LeftoverGroup[] {
  const groups = new Map<string, { readonly by: Leftover['by']; readonly ids: Set<string> }>();
  for (const { id, leftovers = [] } of checks) {
    for (const leftover of leftovers) {
      const what = generalizeLeftover(leftover);
      const group = groups.get(what) ?? { by: leftover.by, ids: new Set() };
      groups.set(what, group);
      group.ids.add(id);
    }
  }
  return [...groups]
    .map(([what, { by, ids }]) => ({ what, by, checks: [...ids] }))
    .sort((one, other) => other.checks.length - one.checks.length);
}

/**
 * Returns what the engine left after a check and not after the same check of another run; nothing if that one was not
 * looked at. Skips second copies of a rule: whether two commands of an engine's race is chance.
 */
export function selectNewLeftovers(check: CheckRecord, before: CheckRecord['leftovers']): readonly Leftover[] {
  if (before === undefined) return [];
  const known = new Set(before.map(generalizeLeftover));
  return (check.leftovers ?? []).filter(
    (leftover) =>
      leftover.by === 'engine' && !leftover.text.endsWith(secondCopy) && !known.has(generalizeLeftover(leftover)),
  );
}
