import test from 'ava';
import { compareFrames } from './frame.js';
import { joinFrames } from './join.js';
import { Joiner } from './join.js';
import { points, recorded } from './testing/recording.js';
import type { Journey, Frame } from './types.js';

const second = 1_000_000_000n;

function asTheyCome(sightings: readonly Frame[], hold?: bigint): Journey[] {
  const joining = new Joiner(points, hold);
  const journeys = [...sightings].sort(compareFrames).flatMap((sighting) => {
    joining.add(sighting);
    return joining.settle(sighting.time);
  });
  return [...journeys, ...joining.finish()];
}

/** The recording so many times over, each ten seconds after the one before, under other indices. */
function overAndOver(sightings: readonly Frame[], times: number): Frame[] {
  return Array.from({ length: times }, (_, n) =>
    sightings.map((sighting) => ({
      ...sighting,
      index: sighting.index + n * sightings.length,
      time: sighting.time + BigInt(n) * 10n * second,
    })),
  ).flat();
}

for (const recording of ['nat', 'bridge-netfilter', 'segmentation'] as const) {
  test(`${recording}: journeys handed on as they end are those of the whole recording`, (t) => {
    const sightings = recorded(recording);
    t.deepEqual(asTheyCome(sightings), joinFrames(sightings, points));
  });
}

test('what is over is handed on while the recording goes on, and repeats seconds later are other packets', (t) => {
  const once = recorded('segmentation');
  const joining = new Joiner(points);
  const counts: number[] = [];
  for (const sighting of overAndOver(once, 3).sort(compareFrames)) {
    joining.add(sighting);
    counts.push(joining.settle(sighting.time).length);
  }
  const each = joinFrames(once, points).length;
  t.deepEqual(
    counts.filter((count) => count > 0),
    [each, each],
  );
  t.is(joining.finish().length, each);
});

test('a whole segment that was put together from pieces is one journey with them, first seen as a piece', (t) => {
  // The recorded download the other way round: what the server took in pieces and the container has whole.
  const sightings = recorded('segmentation');
  const last = sightings.at(-1)!.time;
  const backwards = sightings.map((sighting) => {
    const { packet } = sighting;
    const ttl = packet.ip === null ? 0 : 127 - packet.ip.ttl;
    return {
      ...sighting,
      time: last - sighting.time,
      packet: packet.ip === null ? packet : { ...packet, ip: { ...packet.ip, ttl } },
    };
  });
  const shape = (journeys: readonly Journey[]): number[][] =>
    journeys.map(({ hops }) => hops.map(({ index }) => index).sort((a, b) => a - b)).sort((a, b) => a[0]! - b[0]!);
  const joined = asTheyCome(backwards);
  t.deepEqual(shape(joined), shape(joinFrames(sightings, points)));
  const put = joined.find(({ hops }) => hops.some(({ packet }) => (packet.tcp?.payloadLength ?? 0) > 1500))!;
  t.is(put.hops[0]?.point, 'server.eth0');
  t.deepEqual(joined, joinFrames(backwards, points));
});

test('with a shorter hold what comes later is another journey', (t) => {
  const [first, ...others] = recorded('nat').filter(({ packet }) => packet.icmp?.type === 8);
  const held = others.find(({ packet }) => packet.ip?.id === first!.packet.ip?.id)!;
  const slow = [
    first!,
    { ...held, time: first!.time + 2n * second },
    { ...others.at(-1)!, time: first!.time + 9n * second },
  ];
  t.deepEqual(
    asTheyCome(slow).map(({ hops }) => hops.length),
    [2, 1],
  );
  t.deepEqual(
    asTheyCome(slow, second).map(({ hops }) => hops.length),
    [1, 1, 1],
  );
});

test('memory is that of a few seconds: nothing is kept of what was handed on', (t) => {
  const once = recorded('nat');
  const joining = new Joiner(points);
  let handedOn = 0;
  let held = 0;
  for (const [n, sighting] of overAndOver(once, 200).sort(compareFrames).entries()) {
    joining.add(sighting);
    handedOn += joining.settle(sighting.time).reduce((sum, { hops }) => sum + hops.length, 0);
    held = Math.max(held, n + 1 - handedOn);
  }
  t.true(held <= once.length, `${held} sightings were held of a recording of ${once.length}`);
});
