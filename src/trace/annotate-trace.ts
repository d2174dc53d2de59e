import { annotateFile, readFramesByTime, surveyRecording } from '../capture/index.js';
import { countRelevantBytes, decodeFrames, FrameNotes, Joiner } from '../journey/index.js';
import { orderPoints, type TraceResult } from './index.js';
import type { TraceJourneys } from './trace-journeys.js';

/** What there is to know of a trace for its frames. */
export type TracedFrames = Pick<TraceResult, 'points' | 'armed' | 'names' | 'frames'>;

/** Frames between two words on how far it is. */
const frequency = 10_000;

/**
 * Writes into a trace's recording what was found out about its frames, as a check's has it: at every frame of a packet the same
 * packet id and a comment with hop and translation, and the names of addresses. Of a recording that is too long to be looked at as
 * a whole, comments leave out what a packet belongs to and where it ended. Throws as `annotate` does, with the recording as it was.
 *
 * @param tell Hears how far it is, from 0 to 1.
 */
export async function annotateTrace(
  file: string,
  trace: TracedFrames,
  { all, whole }: Pick<TraceJourneys, 'all' | 'whole'>,
  tell: (share: number) => void,
): Promise<void> {
  const notes = new FrameNotes();
  if (whole) for (const journey of all) notes.add(journey);
  else
    await noteWhileReading(file, trace, notes, (frames) => {
      tell(frames / (2 * trace.frames));
    });
  await annotateFile(
    file,
    (index) => {
      if (index % frequency === 0) tell((trace.frames + index) / (2 * trace.frames));
      return notes.at(index);
    },
    new Map([...trace.names].map(([address, name]) => [address, [name]])),
  );
}

async function noteWhileReading(
  file: string,
  trace: TracedFrames,
  notes: FrameNotes,
  tell: (frames: number) => void,
): Promise<void> {
  let frames = 0;
  const joiner = new Joiner(orderPoints(trace));
  const survey = await surveyRecording(file);
  if (survey.damage !== null) throw new Error(survey.damage);
  for await (const raw of readFramesByTime(file, survey, countRelevantBytes)) {
    const batch = decodeFrames(raw).filter(({ time }) => time >= trace.armed);
    for (const frame of batch) joiner.add(frame);
    for (const journey of joiner.settle(batch.at(-1)?.time ?? 0n)) notes.add(journey);
    tell((frames += raw.length));
  }
  for (const journey of joiner.finish()) notes.add(journey);
}
