import { joinFrames, type Frame } from '../../journey/index.js';
import type { Finding, FrameExpectation } from '../expectation.js';

/** Judges an expectation about these frames, whose points are in the order of their first frames. */
export function judgeFrames(expectation: FrameExpectation, sightings: readonly Frame[]): Finding {
  const watch = expectation.watch();
  for (const sighting of sightings) watch.see?.(sighting);
  for (const journey of joinFrames(sightings, expectation.points)) watch.follow?.(journey);
  return watch.finding();
}
