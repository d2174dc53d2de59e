import test from 'ava';
import { compareFrames } from './frame.js';
import { Joiner, joinFrames } from './join.js';
import { points, readFixture } from './testing/recording.js';
import type { Journey, Frame } from './types.js';

const second = 1_000_000_000n;

function joinOneByOne(frames: readonly Frame[], hold?: bigint): Journey[] {
  const joiner = new Joiner(points, hold);
  const journeys = [...frames].sort(compareFrames).flatMap((frame) => {
    joiner.add(frame);
    return joiner.settle(frame.time);
  });
  return [...journeys, ...joiner.finish()];
}

/** Repeats a recording, each time ten seconds later, with new indices. */
function repeatRecording(frames: readonly Frame[], times: number): Frame[] {
  return Array.from({ length: times }, (_, n) =>
    frames.map((frame) => ({
      ...frame,
      index: frame.index + n * frames.length,
      time: frame.time + BigInt(n) * 10n * second,
    })),
  ).flat();
}

for (const recording of ['nat', 'bridge-netfilter', 'segmentation'] as const) {
  test(`${recording}: journeys settled one by one equal those of the whole recording`, (t) => {
    const frames = readFixture(recording);
    t.deepEqual(joinOneByOne(frames), joinFrames(frames, points));
  });
}

test('finished journeys are settled during the recording, and repeats seconds later are other packets', (t) => {
  const once = readFixture('segmentation');
  const joiner = new Joiner(points);
  const counts: number[] = [];
  for (const frame of repeatRecording(once, 3).sort(compareFrames)) {
    joiner.add(frame);
    counts.push(joiner.settle(frame.time).length);
  }
  const each = joinFrames(once, points).length;
  t.deepEqual(
    counts.filter((count) => count > 0),
    [each, each],
  );
  t.is(joiner.finish().length, each);
});

test('a segment assembled from pieces is one journey with them, beginning with a piece', (t) => {
  // The recorded download reversed: the server sees pieces first, the container the whole segment.
  const frames = readFixture('segmentation');
  const last = frames.at(-1)!.time;
  const backwards = frames.map((frame) => {
    const { packet } = frame;
    const ttl = packet.ip === null ? 0 : 127 - packet.ip.ttl;
    return {
      ...frame,
      time: last - frame.time,
      packet: packet.ip === null ? packet : { ...packet, ip: { ...packet.ip, ttl } },
    };
  });
  const shape = (journeys: readonly Journey[]): number[][] =>
    journeys.map(({ hops }) => hops.map(({ index }) => index).sort((a, b) => a - b)).sort((a, b) => a[0]! - b[0]!);
  const joined = joinOneByOne(backwards);
  t.deepEqual(shape(joined), shape(joinFrames(frames, points)));
  const put = joined.find(({ hops }) => hops.some(({ packet }) => (packet.tcp?.payloadLength ?? 0) > 1500))!;
  t.is(put.hops[0]?.point, 'server.eth0');
  t.deepEqual(joined, joinFrames(backwards, points));
});

test('with a shorter hold a later frame is another journey', (t) => {
  const [first, ...others] = readFixture('nat').filter(({ packet }) => packet.icmp?.type === 8);
  const held = others.find(({ packet }) => packet.ip?.id === first!.packet.ip?.id)!;
  const slow = [
    first!,
    { ...held, time: first!.time + 2n * second },
    { ...others.at(-1)!, time: first!.time + 9n * second },
  ];
  t.deepEqual(
    joinOneByOne(slow).map(({ hops }) => hops.length),
    [2, 1],
  );
  t.deepEqual(
    joinOneByOne(slow, second).map(({ hops }) => hops.length),
    [1, 1, 1],
  );
});

test('the joiner keeps nothing of settled journeys', (t) => {
  const once = readFixture('nat');
  const joiner = new Joiner(points);
  let settled = 0;
  let held = 0;
  for (const [n, frame] of repeatRecording(once, 200).sort(compareFrames).entries()) {
    joiner.add(frame);
    settled += joiner.settle(frame.time).reduce((sum, { hops }) => sum + hops.length, 0);
    held = Math.max(held, n + 1 - settled);
  }
  t.true(held <= once.length, `${held} frames are held of a recording of ${once.length}`);
});
