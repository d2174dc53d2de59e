import { annotateFile } from '../capture/index.js';
import { FrameNotes, type Journey } from '../journey/index.js';

/**
 * Writes into a recording what was found out about its frames, for any reader of pcapng: at every frame of a packet the
 * same packet id and a comment with hop, translation and rules, and the names of addresses. Throws as `annotate` does,
 * with the recording as it was.
 */
export async function annotateRecording(
  path: string,
  journeys: readonly Journey[],
  names: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  const notes = new FrameNotes();
  for (const journey of journeys) notes.add(journey);
  await annotateFile(path, (index) => notes.at(index), names);
}
