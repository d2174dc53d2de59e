import test from 'ava';
import { describeHop } from './describe.js';
import { joinFrames } from './join.js';
import { FrameNotes } from './notes.js';
import { relateJourneys } from './relate.js';
import { points, readFixture } from './testing/recording.js';

test('every frame’s note has its packet’s id and its hop’s comment; a frame of no journey has none', (t) => {
  const frames = readFixture('nat');
  const journeys = relateJourneys(joinFrames(frames, points));
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
  t.is(compared, frames.length);
  t.is(notes.at(frames.length + 5000), null);
});

test('the first note may be of a frame far into the recording', (t) => {
  const [journey] = joinFrames(readFixture('nat'), points);
  const notes = new FrameNotes();
  notes.add({ ...journey!, hops: journey!.hops.map((hop) => ({ ...hop, index: hop.index + 100_000 })) });
  t.is(notes.at(100_000 + journey!.hops[0]!.index)?.comment, describeHop(journey!, 0));
  t.is(notes.at(0), null);
});
