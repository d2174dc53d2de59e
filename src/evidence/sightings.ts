import { readFramesByTime, readRecording, surveyRecording, type RawFrame } from '../capture/index.js';
import { compareFrames, decodeFrame, countRelevantBytes, type Frame } from '../journey/index.js';

type KeptFrame = Pick<RawFrame, 'index' | 'point' | 'time' | 'bytes' | 'wireLength' | 'marker'>;

/** Decodes every frame but docknet's own markers. */
export function decodeFrames(frames: readonly KeptFrame[]): Frame[] {
  return frames.flatMap((frame) => (frame.marker ? [] : [decodeFrame(frame)]));
}

/** Reads a whole recording's frames, in time order. Throws as readRecording does, and where the recording is damaged. */
export async function readFrames(path: string): Promise<Frame[]> {
  const { frames, damaged } = await readRecording(path);
  if (damaged !== null) throw new Error(damaged);
  return decodeFrames(frames).sort(compareFrames);
}

/**
 * Reads a recording's frames in time order, of whatever length, holding little of it: the file is read twice, and of a TCP
 * segment no more than 512 bytes is at hand, as if the snapshot length had cut it. Throws as `readFrames` does, before
 * the first frame is given.
 */
export async function* streamFrames(path: string): AsyncGenerator<readonly Frame[], void> {
  const survey = await surveyRecording(path);
  if (survey.damaged !== null) throw new Error(survey.damaged);
  for await (const frames of readFramesByTime(path, survey, countRelevantBytes))
    yield decodeFrames(frames).sort(compareFrames);
}
