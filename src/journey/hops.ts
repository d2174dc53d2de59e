import type { Packet } from '../packet/index.js';
import type { Frame, Hop, Translation } from './types.js';

/** Where a point is along the path from a container outward. */
export type Region = 'container' | 'host' | 'lan';

const regions: readonly Region[] = ['container', 'host', 'lan'];

/** Sorts points along the path from a container outward: by region, and by their order within it. */
export function sortByPath<P extends { readonly region: Region; readonly order: number }>(points: readonly P[]): P[] {
  return [...points].sort(
    (one, other) => regions.indexOf(one.region) - regions.indexOf(other.region) || one.order - other.order,
  );
}

/**
 * Orders a packet's frames as the packet passed the points:
 *
 * - A lower TTL is later: only routers change it, and only downwards.
 * - Then by the kernel's timestamps, all of one clock.
 * - A frame that a bridge's port received has the same timestamp, to the nanosecond, at the port and at the bridge:
 *   the kernel stamps it once. Frames being sent are stamped at each device. So equal timestamps go by the known
 *   order of points: away from the point before them; without one, towards the routed point after them; without
 *   either, outwards, which is what a port and its bridge mean if nothing else was recorded.
 *
 * @param rank A point's position in the order of points, from a container outwards.
 */
export function orderFrames<F extends Frame>(frames: readonly F[], rank: (point: string) => number): F[] {
  const ttl = ({ packet }: F): number => packet.ip?.ttl ?? 0;
  const sorted = [...frames].sort((a, b) => ttl(b) - ttl(a) || compareTimes(a.time, b.time));
  const tied = (a: F, b: F | undefined): boolean => b !== undefined && a.time === b.time && ttl(a) === ttl(b);
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

function compareTimes(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Creates a packet's hops from its frames in order of travel. */
export function createHops(frames: readonly Frame[]): Hop[] {
  let before: Frame | null = null;
  return frames.map((frame) => {
    const { index, point, time, packet } = frame;
    const changes = before === null ? [] : findTranslations(before.packet, packet);
    before = frame;
    return { index, point, time, packet, changes };
  });
}

/** Lists what differs between the same packet at one point and at the next, addresses first. */
export function findTranslations(before: Packet, after: Packet): Translation[] {
  const changes: Translation[] = [];
  const compare = (
    field: Translation['field'],
    from: string | number | null | undefined,
    to: string | number | null | undefined,
  ): void => {
    if (from === to || from === null || from === undefined || to === null || to === undefined) return;
    changes.push({ field, from: String(from), to: String(to) });
  };
  const [portsBefore, portsAfter] = [before.tcp ?? before.udp, after.tcp ?? after.udp];
  compare('source', before.ip?.source, after.ip?.source);
  compare('source port', portsBefore?.sourcePort, portsAfter?.sourcePort);
  compare('destination', before.ip?.destination, after.ip?.destination);
  compare('destination port', portsBefore?.destinationPort, portsAfter?.destinationPort);
  compare('ICMP id', before.icmp?.id, after.icmp?.id);
  compare('TTL', before.ip?.ttl, after.ip?.ttl);
  compare('source MAC', before.ethernet?.source, after.ethernet?.source);
  compare('destination MAC', before.ethernet?.destination, after.ethernet?.destination);
  return changes;
}
