import type { Frame } from './types.js';

/**
 * The sightings of one packet in the order it came by the points.
 *
 * - A lower TTL is later: only routers change it, and only downwards.
 * - Then the kernel's stamps, all of one clock.
 * - A frame that a bridge's port received has the same stamp, to the nanosecond, at the port and at the bridge, since
 *   the kernel stamps it once; frames being sent are stamped at each device. So equal stamps go by the known order of
 *   the points: away from the point before them; where there is none, towards the routed point after them; where there
 *   is none either, outwards, which is what a port and its bridge with nothing else recorded have to mean.
 *
 * @param rank A point's place in the order of points, from a container outwards.
 */
export function inOrderOfTravel<S extends Frame>(sightings: readonly S[], rank: (point: string) => number): S[] {
  const ttl = ({ packet }: S): number => packet.ip?.ttl ?? 0;
  const sorted = [...sightings].sort((a, b) => ttl(b) - ttl(a) || compare(a.time, b.time));
  const tied = (a: S, b: S | undefined): boolean => b !== undefined && a.time === b.time && ttl(a) === ttl(b);
  for (let start = 0; start < sorted.length;) {
    let end = start + 1;
    while (tied(sorted[start]!, sorted[end])) end += 1;
    if (end - start > 1) {
      const ranks = sorted.slice(start, end).map(({ point }) => rank(point));
      const after = sorted[end];
      const routed = after !== undefined && ttl(after) !== ttl(sorted[start]!) ? after : undefined;
      const inwards = isInwards(ranks, sorted[start - 1], routed, rank);
      const ordered = sorted.slice(start, end).sort((a, b) => (rank(a.point) - rank(b.point)) * (inwards ? -1 : 1));
      sorted.splice(start, end - start, ...ordered);
    }
    start = end;
  }
  return sorted;
}

function isInwards(
  ranks: readonly number[],
  before: Frame | undefined,
  after: Frame | undefined,
  rank: (point: string) => number,
): boolean {
  if (before !== undefined) return rank(before.point) >= Math.max(...ranks);
  if (after !== undefined) return rank(after.point) <= Math.min(...ranks);
  return false;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
