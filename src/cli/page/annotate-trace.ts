import { annotate } from '../../capture/index.js';
import { streamSightings } from '../../check/run/sightings.js';
import { Joining, Notes } from '../../journey/index.js';
import type { TraceResult } from '../../trace/index.js';
import { wayOutwards, type TraceJourneys } from './trace-journeys.js';

/** What there is to know of a trace for its frames. */
export type TracedFrames = Pick<TraceResult, 'points' | 'armed' | 'names'>;

/**
 * Writes into a trace's recording what was found out about its frames, as a check's has it: at every frame of a packet the same
 * packet id and a comment with hop and translation, and the names of addresses. Of a recording that is too long to be looked at as
 * a whole, comments leave out what a packet belongs to and where it ended. Throws as `annotate` does, with the recording as it was.
 */
export async function annotateTrace(file: string, trace: TracedFrames, { all, whole }: Pick<TraceJourneys, 'all' | 'whole'>): Promise<void> {
  const notes = new Notes();
  if (whole) for (const journey of all) notes.add(journey);
  else await noteWhileReading(file, trace, notes);
  await annotate(file, (index) => notes.at(index), new Map([...trace.names].map(([address, name]) => [address, [name]])));
}

async function noteWhileReading(file: string, trace: TracedFrames, notes: Notes): Promise<void> {
  const joining = new Joining(wayOutwards(trace));
  for await (const sightings of streamSightings(file)) {
    for (const sighting of sightings) {
      if (sighting.time < trace.armed) continue;
      joining.add(sighting);
      for (const journey of joining.settled(sighting.time)) notes.add(journey);
    }
  }
  for (const journey of joining.end()) notes.add(journey);
}
