import test from 'ava';
import { EventEmitter, once } from 'node:events';
import { RecorderError, RecordingTail, readRecording } from './index.js';
import type { RawFrame, RecordingEvent } from './index.js';
import { numberOf, openFrameSender } from './testing/frame-sender.js';
import { recordingRoom } from './testing/recording-room.js';

test('a recording can be read while it grows, and gets further points meanwhile', async (t) => {
  const { network, recorder, file } = await recordingRoom(t);
  const [here, there] = [await network.namespace(), await network.namespace()];
  const growth = new EventEmitter();
  const lo = { name: 'here', namespace: here.path, interface: 'lo' };
  const active = await recorder.record({ file, points: [lo] }, (news) => {
    if (news.what === 'grown') growth.emit('grown', news.bytes);
  });
  const tail = await RecordingTail.open(file);
  const seen: RawFrame[] = [];
  const until = async (point: string, count: number): Promise<void> => {
    for (;;) {
      const grown = once(growth, 'grown');
      for (let frames = await tail.next(); frames !== null; frames = await tail.next()) seen.push(...frames);
      if (seen.filter((frame) => frame.point === point && numberOf(frame.bytes) !== null).length >= count) return;
      await grown;
    }
  };
  const sender = await openFrameSender(here.path, 'lo');
  await sender.send({ count: 20, length: 100, numbered: true });
  await until('here', 20);
  t.deepEqual(await active.addPoint({ name: 'there', namespace: there.path, interface: 'lo' }), []);
  const further = await openFrameSender(there.path, 'lo');
  await further.send({ count: 30, length: 100, numbered: true });
  await until('there', 30);
  await t.throwsAsync(active.addPoint(lo), { instanceOf: RecorderError, message: /has a point here already/ });
  const refused = await t.throwsAsync(active.addPoint({ ...lo, name: 'none', interface: 'none0' }), {
    instanceOf: RecorderError,
    message: /cannot record at none/,
  });
  t.is(refused.code, 'point');
  const summary = await active.stop();
  for (let frames = await tail.next(); frames !== null; frames = await tail.next()) seen.push(...frames);
  await tail.close();
  await Promise.all([sender.close(), further.close()]);

  t.is(summary.lost, 0);
  t.deepEqual(
    summary.gone.map(({ point }) => point),
    ['none'],
    'the point that could not be opened is told',
  );
  const recording = await readRecording(file);
  t.is(recording.damaged, null);
  t.deepEqual(
    recording.points.map(({ name }) => name),
    ['here', 'there', 'none'],
  );
  t.deepEqual(
    recording.statistics.map(({ point }) => point),
    ['here', 'there', 'none'],
  );
  t.deepEqual(
    seen,
    [...recording.frames].sort((a, b) => a.index - b.index),
    'the tail has read every frame',
  );
});

test('a recorder that is killed tells who looks on', async (t) => {
  const { network, recorder, file } = await recordingRoom(t);
  const here = await network.namespace();
  const failed = new Promise<RecordingEvent>((resolve) => {
    void recorder
      .record({ file, points: [{ name: 'lo', namespace: here.path, interface: 'lo' }] }, (news) => {
        if (news.what === 'failed') resolve(news);
      })
      .then(() => {
        process.kill(recorder.pid, 'SIGKILL');
      });
  });
  const news = await failed;
  t.like(news, { what: 'failed', trouble: { trouble: 'recorder-died' } });
});

test('a filter is compiled before anything is recorded; what libpcap says of it is handed on', async (t) => {
  const { recorder } = await recordingRoom(t);
  await t.notThrowsAsync(recorder.compileFilter('tcp port 80 and host 192.0.2.1'));
  const error = await t.throwsAsync(recorder.compileFilter('tcp prot 80'), { instanceOf: RecorderError });
  t.is(error.code, 'filter');
  t.is(error.message, "can't parse filter expression: syntax error");
});
