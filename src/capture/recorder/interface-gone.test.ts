import test from 'ava';
import { startProcess } from '../../process/index.js';
import { readRecording, type RecordingEvent } from '../index.js';
import { openFrameSender, readFrameNumber } from '../testing/frame-sender.js';
import { setUpRecorder } from '../testing/network.js';

test('records the last frames before an interface is removed', async (t) => {
  const { network, recorder, file } = await setUpRecorder(t);
  const [ns1, ns2] = [await network.addNamespace(), await network.addNamespace()];
  await network.addVeth(ns1, 'eth0', ns2, 'eth0');
  const sender = await openFrameSender(ns1.path, 'eth0');
  // Started before, so that the interface is removed right after the last frame.
  const ip = startProcess(['ip', '-n', ns2.name, '-batch', '-'], { stdin: 'pipe', stderr: 'inherit' });
  const events: RecordingEvent[] = [];
  const active = await recorder.record(
    {
      file,
      points: [
        { name: 'ns1.eth0', namespace: ns1.path, interface: 'eth0' },
        { name: 'ns2.eth0', namespace: ns2.path, interface: 'eth0' },
      ],
    },
    (event) => {
      events.push(event);
    },
  );
  await sender.send({ count: 50, length: 100, numbered: true });
  ip.write('link del eth0\n');
  ip.endInput();
  await ip.exited;
  const summary = await active.stop();
  await sender.close();
  const { frames } = await readRecording(file);
  for (const point of ['ns1.eth0', 'ns2.eth0']) {
    t.is(frames.filter((frame) => frame.point === point && readFrameNumber(frame.bytes) !== null).length, 50, point);
  }
  t.deepEqual(
    summary.gone.map(({ point }) => point),
    ['ns1.eth0', 'ns2.eth0'],
  );
  t.deepEqual(events.filter(({ kind }) => kind === 'gone').length, 2);
});

test('reports an interface as gone that was down before it was removed', async (t) => {
  const { network, recorder, file } = await setUpRecorder(t);
  const [ns1, ns2] = [await network.addNamespace(), await network.addNamespace()];
  await network.addVeth(ns1, 'eth0', ns2, 'eth0');
  await network.addVeth(ns1, 'eth1', ns2, 'eth1');
  const gone: string[] = [];
  let notify: () => void = () => undefined;
  const allGone = new Promise<void>((resolve) => {
    notify = resolve;
  });
  const active = await recorder.record(
    {
      file,
      points: [
        { name: 'ns1.eth0', namespace: ns1.path, interface: 'eth0' },
        { name: 'ns2.eth0', namespace: ns2.path, interface: 'eth0' },
      ],
    },
    (event) => {
      if (event.kind === 'gone') gone.push(event.point);
      if (gone.length === 2) notify();
    },
  );
  await network.ip(ns1, 'link', 'set', 'eth0', 'down');
  // Another point's marker comes back after the recorder has learned that the first two are down.
  await active.addPoint({ name: 'another', namespace: ns1.path, interface: 'eth1' });
  await network.ip(ns1, 'link', 'del', 'eth0');
  await allGone;
  t.deepEqual(gone.sort(), ['ns1.eth0', 'ns2.eth0']);
  const summary = await active.stop();
  t.deepEqual(
    summary.gone.map(({ point }) => point),
    ['ns1.eth0', 'ns2.eth0'],
  );
});
