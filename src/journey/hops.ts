import { translations } from './translation.js';
import { inOrderOfTravel } from './travel.js';
import type { Hop, Sighting } from './types.js';

/**
 * A packet's sightings as hops in the order of travel, each with what changed since the one before.
 *
 * @param rank A point's place in the order of points, from a container outwards.
 */
export function hopsOf(sightings: readonly Sighting[], rank: (point: string) => number): Hop[] {
  let before: Sighting | null = null;
  return inOrderOfTravel(sightings, rank).map((sighting) => {
    const { index, point, time, packet } = sighting;
    const changes = before === null ? [] : translations(before.packet, packet);
    before = sighting;
    return { index, point, time, packet, changes };
  });
}
