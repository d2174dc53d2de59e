import { joinFrames, type Frame } from '../../journey/index.js';
import type { Finding, FrameExpectation } from '../expectation.js';

/** What a line of `then` finds in these frames; points as they come first in them. */
export function describeFinding(expectation: FrameExpectation, sightings: readonly Frame[]): Finding {
  const watch = expectation.watch();
  for (const sighting of sightings) watch.see?.(sighting);
  for (const journey of joinFrames(sightings, expectation.points)) watch.follow?.(journey);
  return watch.finding();
}
