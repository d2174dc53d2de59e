import { annotateFile } from '../capture/index.js';
import { streamFrames } from '../evidence/sightings.js';
import { Joiner, FrameNotes } from '../journey/index.js';
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
  for await (const sightings of streamFrames(file)) {
    for (const sighting of sightings) {
      if (sighting.time < trace.armed) continue;
      joiner.add(sighting);
      for (const journey of joiner.settle(sighting.time)) notes.add(journey);
    }
    tell((frames += sightings.length));
  }
  for (const journey of joiner.finish()) notes.add(journey);
}
