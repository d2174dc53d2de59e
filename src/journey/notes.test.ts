import test from 'ava';
import { describeHop } from './describe.js';
import { joinFrames } from './join.js';
import { FrameNotes } from './notes.js';
import { relateJourneys } from './relate.js';
import { points, recorded } from './testing/recording.js';

test('every frame’s note is its packet’s id and the comment of its hop; a frame of no packet has none', (t) => {
  const sightings = recorded('nat');
  const journeys = relateJourneys(joinFrames(sightings, points));
  const left = journeys[3]!;
  const notes = new FrameNotes();
  for (const journey of journeys) if (journey !== left) notes.add(journey);
  let compared = 0;
  for (const journey of journeys) {
    for (const [hop, { index }] of journey.hops.entries()) {
      t.deepEqual(
        notes.at(index),
        journey === left ? null : { packetId: journey.id, comment: describeHop(journey, hop) },
      );
      compared += 1;
    }
  }
  t.is(compared, sightings.length);
  t.is(notes.at(sightings.length + 5000), null);
});

test('a recording of which many frames were left out before the first has room for it', (t) => {
  const [journey] = joinFrames(recorded('nat'), points);
  const notes = new FrameNotes();
  notes.add({ ...journey!, hops: journey!.hops.map((hop) => ({ ...hop, index: hop.index + 100_000 })) });
  t.is(notes.at(100_000 + journey!.hops[0]!.index)?.comment, describeHop(journey!, 0));
  t.is(notes.at(0), null);
});
