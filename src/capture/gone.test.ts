import test from 'ava';
import { execa } from 'execa';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readRecording } from './index.js';
import type { RecordingEvent } from './index.js';
import { numberOf, openFrameSender } from './testing/frame-sender.js';
import { recordingRoom } from './testing/recording-room.js';

test('what was seen just before an interface went away is in the recording', async (t) => {
  const { network, recorder, file } = await recordingRoom(t);
  const [near, far] = [await network.namespace(), await network.namespace()];
  await network.veth(near, 'eth0', far, 'eth0');
  const sender = await openFrameSender(near.path, 'eth0');
  // Running already, so that nothing comes between the last frame and the interface's end.
  const ip = spawn('ip', ['-n', far.name, '-batch', '-'], { stdio: ['pipe', 'inherit', 'inherit'] });
  const news: RecordingEvent[] = [];
  const active = await recorder.record(
    {
      file,
      points: [
        { name: 'near', namespace: near.path, interface: 'eth0' },
        { name: 'far', namespace: far.path, interface: 'eth0' },
      ],
    },
    (one) => {
      news.push(one);
    },
  );
  await sender.send({ count: 50, length: 100, numbered: true });
  ip.stdin.end('link del eth0\n');
  await once(ip, 'exit');
  const summary = await active.stop();
  await sender.close();
  const { frames } = await readRecording(file);
  for (const point of ['near', 'far']) {
    t.is(frames.filter((frame) => frame.point === point && numberOf(frame.bytes) !== null).length, 50, point);
  }
  t.deepEqual(
    summary.gone.map(({ point }) => point),
    ['near', 'far'],
  );
  t.deepEqual(news.filter(({ what }) => what === 'gone').length, 2);
});

test('an interface that was down for a while before it went away is gone too', async (t) => {
  const { network, recorder, file } = await recordingRoom(t);
  const [near, far] = [await network.namespace(), await network.namespace()];
  await network.veth(near, 'eth0', far, 'eth0');
  await network.veth(near, 'eth1', far, 'eth1');
  const gone: string[] = [];
  let tell: () => void = () => undefined;
  const all = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const active = await recorder.record(
    {
      file,
      points: [
        { name: 'near', namespace: near.path, interface: 'eth0' },
        { name: 'far', namespace: far.path, interface: 'eth0' },
      ],
    },
    (one) => {
      if (one.what === 'gone') gone.push(one.point);
      if (gone.length === 2) tell();
    },
  );
  await execa('ip', ['-n', near.name, 'link', 'set', 'eth0', 'down']);
  // A further point is proven by a frame: by then the recorder has heard that the first two are down.
  await active.addPoint({ name: 'further', namespace: near.path, interface: 'eth1' });
  await execa('ip', ['-n', near.name, 'link', 'del', 'eth0']);
  await all;
  t.deepEqual(gone.sort(), ['far', 'near']);
  const summary = await active.stop();
  t.deepEqual(
    summary.gone.map(({ point }) => point),
    ['near', 'far'],
  );
});
