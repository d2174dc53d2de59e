import { readInOrder, readRecording, surveyRecording, type Frame } from '../capture/index.js';
import { inTimeOrder, sightingOf, wantedOf, type Sighting } from '../journey/index.js';

type KeptFrame = Pick<Frame, 'index' | 'point' | 'time' | 'bytes' | 'wireLength' | 'marker'>;

/** Decodes every frame but docknet's own markers. */
export function sightingsOf(frames: readonly KeptFrame[]): Sighting[] {
  return frames.flatMap((frame) => (frame.marker ? [] : [sightingOf(frame)]));
}

/** Reads a whole recording's frames, in time order. Throws as readRecording does, and where the recording is damaged. */
export async function readSightings(path: string): Promise<Sighting[]> {
  const { frames, damaged } = await readRecording(path);
  if (damaged !== null) throw new Error(damaged);
  return sightingsOf(frames).sort(inTimeOrder);
}

/**
 * Reads a recording's frames in time order, of whatever length, holding little of it: the file is read twice, and of a TCP
 * segment no more than 512 bytes is at hand, as if the snapshot length had cut it. Throws as `readSightings` does, before
 * the first frame is given.
 */
export async function* streamSightings(path: string): AsyncGenerator<readonly Sighting[], void> {
  const survey = await surveyRecording(path);
  if (survey.damaged !== null) throw new Error(survey.damaged);
  for await (const frames of readInOrder(path, survey, wantedOf)) yield sightingsOf(frames).sort(inTimeOrder);
}
