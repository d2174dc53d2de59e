import test from 'ava';
import { stat } from 'node:fs/promises';
import { readRecording } from './index.js';
import type { RawFrame, Recording } from './index.js';
import { numberOf, openFrameSender } from './testing/frame-sender.js';
import type { TestNetwork } from './testing/network.js';
import { recordingRoom as room } from './testing/recording-room.js';

/** A sender's namespace, a bridge in another, a receiver's: five interfaces on one way. */
async function bridged(network: TestNetwork) {
  const [left, middle, right] = [await network.namespace(), await network.namespace(), await network.namespace()];
  await network.veth(left, 'eth0', middle, 'port1');
  await network.veth(right, 'eth0', middle, 'port2');
  await network.bridge(middle, 'br0', ['port1', 'port2']);
  const points = [
    { name: 'left.eth0', namespace: left.path, interface: 'eth0' },
    { name: 'port1', namespace: middle.path, interface: 'port1' },
    { name: 'br0', namespace: middle.path, interface: 'br0' },
    { name: 'port2', namespace: middle.path, interface: 'port2' },
    { name: 'right.eth0', namespace: right.path, interface: 'eth0' },
  ];
  return { left, middle, right, points };
}

function numbered(recording: Recording, point: string): Map<number, RawFrame> {
  const frames = recording.frames.filter((frame) => frame.point === point && numberOf(frame.bytes) !== null);
  return new Map(frames.map((frame) => [numberOf(frame.bytes) ?? -1, frame]));
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

test('five interfaces in three namespaces: nothing is lost and every frame is in order', async (t) => {
  const { network, recorder, file } = await room(t);
  const { left, points } = await bridged(network);
  const sender = await openFrameSender(left.path, 'eth0');
  const active = await recorder.record({ file, points });
  t.deepEqual(active.unproven, []);
  await sender.send({ count: 2_000, length: 100, rate: 20_000, numbered: true });
  const summary = await active.stop();
  await sender.close();

  t.is(summary.lost, 0);
  t.deepEqual(summary.unproven, []);
  t.deepEqual(summary.gone, []);
  const recording = await readRecording(file);
  t.is(recording.damaged, null);
  t.deepEqual(
    recording.points,
    points.map((point) => ({ name: point.name, interface: point.interface, snapLength: 262_144 })),
  );
  t.deepEqual(recording.statistics, summary.statistics);
  t.is(recording.frames.length, summary.frames);
  // A bridge that is not promiscuous hands its host what is for the host, and switches the rest past it.
  t.is(numbered(recording, 'br0').size, 0);
  const way = points.filter((point) => point.name !== 'br0').map((point) => numbered(recording, point.name));
  for (const frames of way) t.deepEqual([...frames.keys()], upTo(2_000));
  t.true(
    upTo(2_000).every((number) => {
      const times = way.map((frames) => frames.get(number)?.time ?? -1n);
      return times.every((time, i) => i === 0 || time >= (times[i - 1] ?? time + 1n));
    }),
  );
  t.true(recording.frames.every((frame, i) => i === 0 || frame.time >= (recording.frames[i - 1]?.time ?? 0n)));
  t.deepEqual(
    recording.frames.map((frame) => frame.index).sort((a, b) => a - b),
    upTo(recording.frames.length),
  );
});

test('every point has its own opening and closing marker, and markers are told from traffic', async (t) => {
  const { network, recorder, file } = await room(t);
  const { left, points } = await bridged(network);
  const sender = await openFrameSender(left.path, 'eth0');
  const active = await recorder.record({ file, points });
  await sender.send({ count: 10, length: 100, numbered: true });
  await active.stop();
  await sender.close();
  const { frames } = await readRecording(file);
  for (const point of points) {
    // What the bridge and the kernel say of their own accord (IGMP, MLD) comes when it likes, after the closing marker too.
    const here = frames.filter(
      (frame) => frame.point === point.name && (frame.marker || numberOf(frame.bytes) !== null),
    );
    const sent = here.filter((frame) => !frame.marker);
    t.true(here[0]?.marker, `${point.name} has a marker before the first frame`);
    t.true(here.at(-1)?.marker, `${point.name} has a marker after the last frame`);
    t.is(sent.length, point.name === 'br0' ? 0 : 10);
  }
});

test('a burst of 20,000 frames is recorded whole', async (t) => {
  const { network, recorder, file } = await room(t);
  const [near, far] = [await network.namespace(), await network.namespace()];
  await network.veth(near, 'eth0', far, 'eth0');
  const sender = await openFrameSender(near.path, 'eth0');
  const active = await recorder.record({ file, points: [{ name: 'far', namespace: far.path, interface: 'eth0' }] });
  await sender.send({ count: 20_000, length: 64, numbered: true });
  const summary = await active.stop();
  await sender.close();
  t.is(summary.lost, 0);
  t.deepEqual([...numbered(await readRecording(file), 'far').keys()], upTo(20_000));
});

test('frames that a tiny ring could not hold are counted', async (t) => {
  const { network, recorder, file } = await room(t);
  const [near, far] = [await network.namespace(), await network.namespace()];
  await network.veth(near, 'eth0', far, 'eth0');
  const sender = await openFrameSender(near.path, 'eth0');
  const active = await recorder.record({
    file,
    points: [{ name: 'far', namespace: far.path, interface: 'eth0' }],
    ringBytes: 4_096,
  });
  await sender.send({ count: 100_000, length: 1_000 });
  const summary = await active.stop();
  await sender.close();
  t.true(summary.lost > 0);
  t.is(summary.statistics[0]?.dropped, summary.lost);
  const kept = (await readRecording(file)).frames.filter((frame) => numberOf(frame.bytes) !== null).length;
  t.is(kept + summary.lost >= 100_000, true, `${kept} kept, ${summary.lost} lost`);
});

test('a snapshot length cuts frames and keeps their length on the wire', async (t) => {
  const { network, recorder, file } = await room(t);
  const here = await network.namespace();
  const sender = await openFrameSender(here.path, 'lo');
  const active = await recorder.record({
    file,
    points: [{ name: 'lo', namespace: here.path, interface: 'lo' }],
    snapLength: 64,
  });
  await sender.send({ count: 3, length: 1_000, numbered: true });
  const summary = await active.stop();
  await sender.close();
  const frames = [...numbered(await readRecording(file), 'lo').values()];
  t.deepEqual(
    frames.map((frame) => [frame.bytes.length, frame.wireLength]),
    [
      [64, 1_000],
      [64, 1_000],
      [64, 1_000],
    ],
  );
  t.is(summary.lost, 0);
});

test('a filter keeps what it names, and the markers', async (t) => {
  const { network, recorder, file } = await room(t);
  const here = await network.namespace();
  const sender = await openFrameSender(here.path, 'lo');
  const points = [{ name: 'lo', namespace: here.path, interface: 'lo' }];
  const [all, none] = await Promise.all([
    recorder.record({ file, points, filter: 'ether proto 0x88b6' }),
    recorder.record({ file: `${file}.none`, points, filter: 'icmp or udp' }),
  ]);
  await sender.send({ count: 5, length: 100, numbered: true });
  const summaries = await Promise.all([all.stop(), none.stop()]);
  await sender.close();
  t.deepEqual(
    summaries.map((summary) => summary.unproven),
    [[], []],
  );
  t.is((await readRecording(file)).frames.filter((frame) => !frame.marker).length, 5);
  t.is((await readRecording(`${file}.none`)).frames.filter((frame) => !frame.marker).length, 0);
});

test('a recording is readable by its owner only, and the recorder serves the next one', async (t) => {
  const { network, recorder, file } = await room(t);
  const here = await network.namespace();
  const points = [{ name: 'lo', namespace: here.path, interface: 'lo' }];
  for (const name of [file, `${file}.2`]) {
    const active = await recorder.record({ file: name, points });
    t.is((await active.stop()).file, name);
    t.is((await stat(name)).mode & 0o777, 0o600);
  }
});
