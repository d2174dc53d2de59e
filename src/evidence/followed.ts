import { joinFrames, relateJourneys, markEndings, type Journey, type Frame } from '../journey/index.js';
import type { Proof } from '../check/expectation.js';
import { forwardersOf, findLocalPoints, placeOfPoint } from './homes.js';
import type { Topology } from '../check/topology.js';

/** The points of a lab, from a container outwards. */
export function pathOrder({ points }: Topology): string[] {
  return [...points].sort((a, b) => a.order - b.order).map(({ name }) => name);
}

/**
 * Every packet of a check's recording followed through its points: what changed on its way, which others it belongs to,
 * and, where the recording lost nothing, whether it went no further than it should have.
 *
 * @param whole False for a recording that ends early: an answer that is not in it may have come.
 */
export function followed(sightings: readonly Frame[], scene: Topology, proof: Proof, whole = true): Journey[] {
  const journeys = relateJourneys(joinFrames(sightings, pathOrder(scene)), placeOfPoint(scene));
  if (!whole || proof.lost > 0) return journeys;
  return markEndings(
    journeys,
    findLocalPoints(
      scene,
      proof.unproven.map(({ point }) => point),
    ),
    forwardersOf(scene),
  );
}
