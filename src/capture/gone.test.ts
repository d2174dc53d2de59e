import test from 'ava';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readRecording } from './index.js';
import type { RecordingNews } from './index.js';
import { numberOf, openFrameSender } from './testing/frame-sender.js';
import { recordingRoom } from './testing/recording-room.js';

test('what was seen just before an interface went away is in the recording', async (t) => {
  const { network, recorder, file } = await recordingRoom(t);
  const [near, far] = [await network.namespace(), await network.namespace()];
  await network.veth(near, 'eth0', far, 'eth0');
  const sender = await openFrameSender(near.path, 'eth0');
  // Running already, so that nothing comes between the last frame and the interface's end.
  const ip = spawn('ip', ['-n', far.name, '-batch', '-'], { stdio: ['pipe', 'inherit', 'inherit'] });
  const news: RecordingNews[] = [];
  const active = await recorder.record({ file, points: [
    { name: 'near', namespace: near.path, interface: 'eth0' },
    { name: 'far', namespace: far.path, interface: 'eth0' },
  ] }, (one) => { news.push(one); });
  await sender.send({ count: 50, length: 100, numbered: true });
  ip.stdin.end('link del eth0\n');
  await once(ip, 'exit');
  const summary = await active.stop();
  await sender.close();
  const { frames } = await readRecording(file);
  for (const point of ['near', 'far']) {
    t.is(frames.filter((frame) => frame.point === point && numberOf(frame.bytes) !== null).length, 50, point);
  }
  t.deepEqual(summary.gone.map(({ point }) => point), ['near', 'far']);
  t.deepEqual(news.filter(({ what }) => what === 'gone').length, 2);
});
