import { inTimeOrder } from './gathering.js';
import { Joining } from './joining.js';
import type { Journey, Sighting } from './types.js';

/**
 * Joins the sightings of a whole recording, in whatever order, into journeys counted from 1 by first sighting; see
 * `Joining`, which does the same as they come.
 *
 * @param order Names of the points from a container outwards. A point that is not in it counts as outermost.
 */
export function join(sightings: readonly Sighting[], order: readonly string[]): Journey[] {
  const joining = new Joining(order);
  for (const sighting of [...sightings].sort(inTimeOrder)) joining.add(sighting);
  return joining.end();
}
