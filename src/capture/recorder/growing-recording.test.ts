import test from 'ava';
import { EventEmitter, once } from 'node:events';
import { RecorderError, RecordingTail, readRecording, type RawFrame, type RecordingEvent } from '../index.js';
import { readFrameNumber, openFrameSender } from '../testing/frame-sender.js';
import { setUpRecorder } from '../testing/network.js';

test('reads a growing recording, to which points are added', async (t) => {
  const { network, recorder, file } = await setUpRecorder(t);
  const [ns1, ns2] = [await network.addNamespace(), await network.addNamespace()];
  const growth = new EventEmitter();
  const lo = { name: 'ns1.lo', namespace: ns1.path, interface: 'lo' };
  const active = await recorder.record({ file, points: [lo] }, (event) => {
    if (event.kind === 'grown') growth.emit('grown', event.bytes);
  });
  const tail = await RecordingTail.open(file);
  const seen: RawFrame[] = [];
  const readUntil = async (point: string, count: number): Promise<void> => {
    for (;;) {
      const grown = once(growth, 'grown');
      for (let frames = await tail.next(); frames !== null; frames = await tail.next()) seen.push(...frames);
      if (seen.filter((frame) => frame.point === point && readFrameNumber(frame.bytes) !== null).length >= count)
        return;
      await grown;
    }
  };
  const sender = await openFrameSender(ns1.path, 'lo');
  await sender.send({ count: 20, length: 100, numbered: true });
  await readUntil('ns1.lo', 20);
  t.deepEqual(await active.addPoint({ name: 'ns2.lo', namespace: ns2.path, interface: 'lo' }), []);
  const secondSender = await openFrameSender(ns2.path, 'lo');
  await secondSender.send({ count: 30, length: 100, numbered: true });
  await readUntil('ns2.lo', 30);
  await t.throwsAsync(active.addPoint(lo), {
    instanceOf: RecorderError,
    message: /Cannot add point ns1\.lo to .*: the name is taken/,
  });
  const refused = await t.throwsAsync(active.addPoint({ ...lo, name: 'none', interface: 'none0' }), {
    instanceOf: RecorderError,
    message: /Cannot record at none/,
  });
  t.is(refused.code, 'point');
  const summary = await active.stop();
  for (let frames = await tail.next(); frames !== null; frames = await tail.next()) seen.push(...frames);
  await tail.close();
  await Promise.all([sender.close(), secondSender.close()]);

  t.is(summary.lost, 0);
  t.deepEqual(
    summary.gone.map(({ point }) => point),
    ['none'],
    'the point that could not be opened',
  );
  const recording = await readRecording(file);
  t.is(recording.damage, null);
  t.deepEqual(
    recording.points.map(({ name }) => name),
    ['ns1.lo', 'ns2.lo', 'none'],
  );
  t.deepEqual(
    recording.statistics.map(({ point }) => point),
    ['ns1.lo', 'ns2.lo', 'none'],
  );
  t.deepEqual(
    seen,
    [...recording.frames].sort((a, b) => a.index - b.index),
    'the tail reads every frame',
  );
});

test('a killed recorder sends an event', async (t) => {
  const { network, recorder, file } = await setUpRecorder(t);
  const ns1 = await network.addNamespace();
  const failed = new Promise<RecordingEvent>((resolve) => {
    void recorder
      .record({ file, points: [{ name: 'lo', namespace: ns1.path, interface: 'lo' }] }, (event) => {
        if (event.kind === 'failed') resolve(event);
      })
      .then(() => {
        process.kill(recorder.pid, 'SIGKILL');
      });
  });
  t.like(await failed, { kind: 'failed', error: { code: 'recorder-died' } });
});

test('compiles a filter before recording, and reports libpcap’s message', async (t) => {
  const { recorder } = await setUpRecorder(t);
  await t.notThrowsAsync(recorder.compileFilter('tcp port 80 and host 192.0.2.1'));
  const error = await t.throwsAsync(recorder.compileFilter('tcp prot 80'), { instanceOf: RecorderError });
  t.is(error.code, 'filter');
  t.is(error.message, "can't parse filter expression: syntax error");
});
