import test, { type ExecutionContext } from 'ava';
import { appendFile, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { annotateFile, readFrames } from '../capture/index.js';
import { pathPoints, writeLongRecording } from '../bench/long-recording.js';
import { compareFrames, Joiner, FrameNotes, decodeFrame, type Frame } from '../journey/index.js';
import { Annotation, LateFrameError } from './annotation.js';

const recorded = await readFile('src/journey/fixtures/labs/nat.port-translation.pcapng');
const order = ['one.eth0', 'two.eth0', 'br-app', 'host.lo', 'host.uplink', 'server.eth0'];
const names = new Map([['172.18.0.3', 'two']]);

async function room(t: ExecutionContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'dn-annotation-'));
  t.teardown(() => rm(directory, { recursive: true }));
  return join(directory, 'recording.pcapng');
}

/** Annotates a recording after joining all of it. */
async function annotateWhole(t: ExecutionContext, bytes: Buffer, order: readonly string[]): Promise<Buffer> {
  const file = await room(t);
  await writeFile(file, bytes);
  const decoded: Frame[] = [];
  for await (const batch of readFrames(file))
    for (const frame of batch) if (!frame.marker) decoded.push(decodeFrame(frame));
  const joiner = new Joiner(order);
  for (const frame of decoded.sort(compareFrames)) joiner.add(frame);
  const notes = new FrameNotes();
  for (const journey of joiner.finish()) notes.add(journey);
  await annotateFile(file, (index) => notes.at(index), new Map([...names].map(([address, name]) => [address, [name]])));
  return readFile(file);
}

for (const pieces of [1, 7, 400]) {
  test(`a recording that grows in ${pieces} pieces is annotated like a whole one`, async (t) => {
    const file = await room(t);
    const length = Math.ceil(recorded.length / pieces);
    await writeFile(file, recorded.subarray(0, length));
    const annotation = await Annotation.open(file, 0n, { order, names });
    for (let at = length; at < recorded.length; at += length) {
      await annotation.advance(0n);
      await appendFile(file, recorded.subarray(at, at + length));
    }
    await annotation.finish(() => undefined);
    t.deepEqual(await readFile(file), await annotateWhole(t, recorded, order));
    t.deepEqual(await readdir(join(file, '..')), ['recording.pcapng']);
  });
}

test('settled journeys are written while the recording grows', async (t) => {
  const file = await room(t);
  writeLongRecording(file, 20_000, 2_000);
  const long = await readFile(file);
  const [from, seconds] = [1_767_225_600_000_000_000n, 10];
  await writeFile(file, long.subarray(0, 1_000));
  const annotation = await Annotation.open(file, 0n, { order: pathPoints, names });
  const pieces = 50;
  for (let piece = 0; piece < pieces; piece += 1) {
    const end = (part: number): number => 1_000 + Math.round(((long.length - 1_000) * part) / pieces);
    await appendFile(file, long.subarray(end(piece), end(piece + 1)));
    await annotation.advance(from + BigInt(Math.round((1e9 * seconds * (piece + 1)) / pieces)));
  }
  // Frames of the last second may be missing, and packets of the three seconds before may reach other points.
  t.true((await readFile(`${file}.unfinished`)).length > long.length / 3);
  await annotation.finish(() => undefined);
  t.true((await readFile(file)).equals(await annotateWhole(t, long, pathPoints)));
});

test('a frame that arrives after later frames were joined is an error', async (t) => {
  const file = await room(t);
  const half = recorded.length >> 1;
  await writeFile(file, recorded.subarray(0, half));
  const annotation = await Annotation.open(file, 0n, { order, names });
  await annotation.advance(2n ** 62n);
  await appendFile(file, recorded.subarray(half));
  await t.throwsAsync(
    annotation.finish(() => undefined),
    { instanceOf: LateFrameError },
  );
  await annotation.discard();
  t.deepEqual(await readFile(file), recorded);
  t.deepEqual(await readdir(join(file, '..')), ['recording.pcapng']);
});
