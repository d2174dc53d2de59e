import { annotate, type FrameNote } from '../../capture/index.js';
import { comment, type Journey } from '../../journey/index.js';

/**
 * Writes into a recording what was found out about its frames, for any reader of pcapng: at every frame of a packet the
 * same packet id and a comment with hop, translation and rules, and the names of addresses. Throws as `annotate` does,
 * with the recording as it was.
 */
export async function annotateRecording(path: string, journeys: readonly Journey[], names: ReadonlyMap<string, readonly string[]>): Promise<void> {
  const notes: (FrameNote | undefined)[] = [];
  for (const journey of journeys) {
    for (const [hop, { index }] of journey.hops.entries()) notes[index] = { packetId: journey.id, comment: comment(journey, hop) };
  }
  await annotate(path, (index) => notes[index] ?? null, names);
}
