import test from 'ava';
import { describeJourney } from './describe.js';
import { joinFrames } from './join.js';
import { points, readFixture } from './testing/recording.js';
import type { Journey } from './types.js';

const journeys = joinFrames(readFixture('segmentation'), points);

/** Payload bytes of a journey's frames by point. */
function carried({ hops }: Journey): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { point, packet } of hops) sums[point] = (sums[point] ?? 0) + (packet.tcp?.payloadLength ?? 0);
  return sums;
}

const cutUp = journeys.filter(({ hops }) => (hops[0]?.packet.tcp?.payloadLength ?? 0) > 1500);

test('a segment that the uplink cut up is one journey with all its pieces', (t) => {
  t.true(cutUp.length > 0, 'the recording has segments above the MTU');
  for (const journey of cutUp) {
    const whole = journey.hops[0]!.packet.tcp!.payloadLength;
    t.deepEqual(carried(journey), {
      'web.eth0': whole,
      'veth-web': whole,
      docker0: whole,
      uplink: whole,
      'server.eth0': whole,
    });
  }
});

test('no piece is left over, and every frame is in one journey', (t) => {
  const outwards = journeys.filter(
    ({ hops }) => hops[0]?.point === 'uplink' && (hops[0].packet.tcp?.payloadLength ?? 0) > 0,
  );
  t.deepEqual(
    outwards.map((journey) => describeJourney(journey)),
    [],
  );
  const indices = journeys.flatMap(({ hops }) => hops.map(({ index }) => index)).sort((a, b) => a - b);
  t.deepEqual(
    indices,
    readFixture('segmentation').map(({ index }) => index),
  );
});

test('pieces come after the whole segment, and the description counts them', (t) => {
  const journey = cutUp[0]!;
  const pieces = journey.hops.filter(({ point }) => point === 'uplink').length;
  t.true(pieces > 1);
  t.true(
    describeJourney(journey).includes(
      `seen at web.eth0, veth-web, docker0, uplink ×${pieces}, server.eth0 ×${pieces};`,
    ),
    describeJourney(journey),
  );
});
