import { findTranslations } from './translation.js';
import { inOrderOfTravel } from './travel.js';
import type { Hop, Frame } from './types.js';

/**
 * A packet's sightings as hops in the order of travel, each with what changed since the one before.
 *
 * @param rank A point's place in the order of points, from a container outwards.
 */
export function hopsOf(sightings: readonly Frame[], rank: (point: string) => number): Hop[] {
  let before: Frame | null = null;
  return inOrderOfTravel(sightings, rank).map((sighting) => {
    const { index, point, time, packet } = sighting;
    const changes = before === null ? [] : findTranslations(before.packet, packet);
    before = sighting;
    return { index, point, time, packet, changes };
  });
}
