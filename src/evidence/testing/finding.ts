import { join, type Sighting } from '../../journey/index.js';
import type { Finding, FrameExpectation } from '../../check/expectation.js';

/** What a line of `then` finds in these frames; points as they come first in them. */
export function findingOf(expectation: FrameExpectation, sightings: readonly Sighting[]): Finding {
  const watch = expectation.watch();
  for (const sighting of sightings) watch.see?.(sighting);
  for (const journey of join(sightings, expectation.points)) watch.follow?.(journey);
  return watch.finding();
}
