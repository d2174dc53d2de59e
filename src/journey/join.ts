import { compareFrames } from './gathering.js';
import { Joiner } from './joining.js';
import type { Journey, Frame } from './types.js';

/**
 * Joins the sightings of a whole recording, in whatever order, into journeys counted from 1 by first sighting; see
 * `Joining`, which does the same as they come.
 *
 * @param order Names of the points from a container outwards. A point that is not in it counts as outermost.
 */
export function joinFrames(sightings: readonly Frame[], order: readonly string[]): Journey[] {
  const joining = new Joiner(order);
  for (const sighting of [...sightings].sort(compareFrames)) joining.add(sighting);
  return joining.finish();
}
