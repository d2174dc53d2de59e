import test from 'ava';
import { stat } from 'node:fs/promises';
import { readRecording, type RawFrame, type Recording } from '../index.js';
import { openFrameSender, readFrameNumber } from '../testing/frame-sender.js';
import { setUpRecorder, type TestNetwork } from '../testing/network.js';

/** Builds a sender's namespace, a bridge in a second, a receiver's: five interfaces on one path. */
async function addBridgedPath(network: TestNetwork) {
  const [client, host, server] = [
    await network.addNamespace(),
    await network.addNamespace(),
    await network.addNamespace(),
  ];
  await network.addVeth(client, 'eth0', host, 'port1');
  await network.addVeth(server, 'eth0', host, 'port2');
  await network.addBridge(host, 'br0', ['port1', 'port2']);
  const points = [
    { name: 'client.eth0', namespace: client.path, interface: 'eth0' },
    { name: 'port1', namespace: host.path, interface: 'port1' },
    { name: 'br0', namespace: host.path, interface: 'br0' },
    { name: 'port2', namespace: host.path, interface: 'port2' },
    { name: 'server.eth0', namespace: server.path, interface: 'eth0' },
  ];
  return { client, points };
}

function selectNumbered(recording: Recording, point: string): Map<number, RawFrame> {
  const frames = recording.frames.filter((frame) => frame.point === point && readFrameNumber(frame.bytes) !== null);
  return new Map(frames.map((frame) => [readFrameNumber(frame.bytes) ?? -1, frame]));
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

test('records five interfaces in three namespaces without loss and in order', async (t) => {
  const { network, recorder, file } = await setUpRecorder(t);
  const { client, points } = await addBridgedPath(network);
  const sender = await openFrameSender(client.path, 'eth0');
  const active = await recorder.record({ file, points });
  t.deepEqual(active.unproven, []);
  await sender.send({ count: 2_000, length: 100, rate: 20_000, numbered: true });
  const summary = await active.stop();
  await sender.close();

  t.is(summary.lost, 0);
  t.deepEqual(summary.unproven, []);
  t.deepEqual(summary.gone, []);
  const recording = await readRecording(file);
  t.is(recording.damage, null);
  t.deepEqual(
    recording.points,
    points.map((point) => ({ name: point.name, interface: point.interface, snapLength: 262_144 })),
  );
  t.deepEqual(recording.statistics, summary.statistics);
  t.is(recording.frames.length, summary.frames);
  // A bridge that is not promiscuous receives only frames for the host.
  t.is(selectNumbered(recording, 'br0').size, 0);
  const path = points.filter((point) => point.name !== 'br0').map((point) => selectNumbered(recording, point.name));
  for (const frames of path) t.deepEqual([...frames.keys()], range(2_000));
  t.true(
    range(2_000).every((number) => {
      const times = path.map((frames) => frames.get(number)?.time ?? -1n);
      return times.every((time, i) => i === 0 || time >= (times[i - 1] ?? time + 1n));
    }),
  );
  t.true(recording.frames.every((frame, i) => i === 0 || frame.time >= (recording.frames[i - 1]?.time ?? 0n)));
  t.deepEqual(
    recording.frames.map((frame) => frame.index).sort((a, b) => a - b),
    range(recording.frames.length),
  );
});

test('records an opening and a closing marker at every point, apart from traffic', async (t) => {
  const { network, recorder, file } = await setUpRecorder(t);
  const { client, points } = await addBridgedPath(network);
  const sender = await openFrameSender(client.path, 'eth0');
  const active = await recorder.record({ file, points });
  await sender.send({ count: 10, length: 100, numbered: true });
  await active.stop();
  await sender.close();
  const { frames } = await readRecording(file);
  for (const point of points) {
    // The bridge and the kernel send IGMP and MLD at any time, after the closing marker too.
    const here = frames.filter(
      (frame) => frame.point === point.name && (frame.marker || readFrameNumber(frame.bytes) !== null),
    );
    const sent = here.filter((frame) => !frame.marker);
    t.true(here[0]?.marker, `${point.name} has a marker before the first frame`);
    t.true(here.at(-1)?.marker, `${point.name} has a marker after the last frame`);
    t.is(sent.length, point.name === 'br0' ? 0 : 10);
  }
});

test('records a burst of 20,000 frames', async (t) => {
  const { network, recorder, file } = await setUpRecorder(t);
  const [ns1, ns2] = [await network.addNamespace(), await network.addNamespace()];
  await network.addVeth(ns1, 'eth0', ns2, 'eth0');
  const sender = await openFrameSender(ns1.path, 'eth0');
  const active = await recorder.record({
    file,
    points: [{ name: 'ns2.eth0', namespace: ns2.path, interface: 'eth0' }],
  });
  await sender.send({ count: 20_000, length: 64, numbered: true });
  const summary = await active.stop();
  await sender.close();
  t.is(summary.lost, 0);
  t.deepEqual([...selectNumbered(await readRecording(file), 'ns2.eth0').keys()], range(20_000));
});

test('counts frames that a small ring could not hold', async (t) => {
  const { network, recorder, file } = await setUpRecorder(t);
  const [ns1, ns2] = [await network.addNamespace(), await network.addNamespace()];
  await network.addVeth(ns1, 'eth0', ns2, 'eth0');
  const sender = await openFrameSender(ns1.path, 'eth0');
  const active = await recorder.record({
    file,
    points: [{ name: 'ns2.eth0', namespace: ns2.path, interface: 'eth0' }],
    ringBytes: 4_096,
  });
  await sender.send({ count: 100_000, length: 1_000 });
  const summary = await active.stop();
  await sender.close();
  t.true(summary.lost > 0);
  t.is(summary.statistics[0]?.dropped, summary.lost);
  const recorded = (await readRecording(file)).frames.filter((frame) => readFrameNumber(frame.bytes) !== null).length;
  t.is(recorded + summary.lost >= 100_000, true, `${recorded} recorded, ${summary.lost} lost`);
});

test('cuts frames at the snaplen and keeps their length on the wire', async (t) => {
  const { network, recorder, file } = await setUpRecorder(t);
  const ns1 = await network.addNamespace();
  const sender = await openFrameSender(ns1.path, 'lo');
  const active = await recorder.record({
    file,
    points: [{ name: 'lo', namespace: ns1.path, interface: 'lo' }],
    snapLength: 64,
  });
  await sender.send({ count: 3, length: 1_000, numbered: true });
  const summary = await active.stop();
  await sender.close();
  const frames = [...selectNumbered(await readRecording(file), 'lo').values()];
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

test('records frames that match the filter, and the markers', async (t) => {
  const { network, recorder, file } = await setUpRecorder(t);
  const ns1 = await network.addNamespace();
  const sender = await openFrameSender(ns1.path, 'lo');
  const points = [{ name: 'lo', namespace: ns1.path, interface: 'lo' }];
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

test('writes recordings that only their owner can read, one after another', async (t) => {
  const { network, recorder, file } = await setUpRecorder(t);
  const ns1 = await network.addNamespace();
  const points = [{ name: 'lo', namespace: ns1.path, interface: 'lo' }];
  for (const name of [file, `${file}.2`]) {
    const active = await recorder.record({ file: name, points });
    t.is((await active.stop()).file, name);
    t.is((await stat(name)).mode & 0o777, 0o600);
  }
});
