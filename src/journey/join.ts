import type { Gathering } from './gathering.js';
import { identity } from './identity.js';
import { canReturn, likeness } from './likeness.js';
import { joinSegments } from './segmentation.js';
import { translations } from './translation.js';
import { inOrderOfTravel } from './travel.js';
import type { Hop, Journey, Sighting } from './types.js';

/**
 * Journeys with one identity that are looked through for the next sighting. Only packets that nothing tells apart (a
 * flood of equal datagrams with IP id 0) come near it, and no kernel holds more than a ring of such between two points.
 */
const openAtMost = 256;

/**
 * Joins the sightings of the same packet at several points into journeys, counted from 1 by first sighting. Every
 * sighting is in exactly one journey; one that nothing else fits is a journey of its own. What a packet is known by is
 * in `identity`, what makes two sightings one packet's in `likeness`. Of several journeys that fit equally the earliest
 * gets the sighting, so that of packets which nothing tells apart the k-th at one point is the k-th at the next.
 * A segment that offload cut up between two points is one journey with its pieces: `joinSegments`.
 *
 * @param order Names of the points from a container outwards. A point that is not in it counts as outermost.
 */
export function join(sightings: readonly Sighting[], order: readonly string[]): Journey[] {
  const ranks = new Map(order.map((point, index) => [point, index]));
  const rank = (point: string): number => ranks.get(point) ?? order.length;
  const gatherings: Gathering[] = [];
  const open = new Map<string, Gathering[]>();
  for (const sighting of [...sightings].sort(byTime)) {
    const known = identity(sighting.packet);
    const candidates = open.get(known.key) ?? [];
    const found = bestFit(candidates, sighting);
    if (found !== null) {
      found.sightings.push(sighting);
      continue;
    }
    const gathering: Gathering = { identity: known, sightings: [sighting] };
    gatherings.push(gathering);
    candidates.push(gathering);
    if (candidates.length > openAtMost) candidates.shift();
    open.set(known.key, candidates);
  }
  return joinSegments(gatherings).map((gathering, index) => ({ id: index + 1, hops: hops(gathering, rank) }));
}

/** By stamp; at the same stamp a packet with a higher TTL is earlier on its way. */
function byTime(a: Sighting, b: Sighting): number {
  if (a.time !== b.time) return a.time < b.time ? -1 : 1;
  return (b.packet.ip?.ttl ?? 0) - (a.packet.ip?.ttl ?? 0) || a.index - b.index;
}

function bestFit(candidates: readonly Gathering[], next: Sighting): Gathering | null {
  let best: Gathering | null = null;
  let bestLikeness = -1;
  for (const candidate of candidates) {
    const { sightings } = candidate;
    if (sightings.some((earlier) => earlier.point === next.point && !canReturn(earlier, next))) continue;
    const fit = likeness(sightings[sightings.length - 1]!, next, candidate.identity);
    if (fit !== null && fit > bestLikeness) [best, bestLikeness] = [candidate, fit];
  }
  return best;
}

function hops({ sightings }: Gathering, rank: (point: string) => number): Hop[] {
  const resent = sightings[0]!.packet.dns !== null;
  let before: Sighting | null = null;
  const ordered: Hop[] = [];
  for (const sighting of inOrderOfTravel(sightings, rank, resent)) {
    const { index, point, time, packet } = sighting;
    ordered.push({ index, point, time, packet, changes: before === null ? [] : translations(before.packet, packet) });
    before = sighting;
  }
  return ordered;
}
