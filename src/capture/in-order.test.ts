import test from 'ava';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFramesByTime, readRecording, surveyRecording, type RawFrame } from './index.js';
import { interfaceBlock, packetBlock, sectionHeader } from './pcapng-blocks.js';

const started = 1_700_000_000_000_000_000n;
const points = ['web.eth0', 'docker0', 'host.uplink'].map((name) => ({
  name,
  namespace: '/run/netns/host',
  interface: name,
}));

/** A file of 9 MB, so of several batches: each point's frames in runs of a thousand, one after the other, as rings are drained. */
async function interleaved(t: { teardown(fn: () => Promise<void>): void }): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'dn-order-'));
  t.teardown(() => rm(directory, { recursive: true }));
  const path = join(directory, 'a.pcapng');
  const bytes = Buffer.alloc(260, 7);
  const blocks = [sectionHeader(), ...points.map((point) => interfaceBlock(point, 262_144, ''))];
  for (let run = 0; run < 10; run += 1) {
    // The uplink's ring is drained first, so its frames stand before those that were earlier.
    for (const point of [2, 0, 1]) {
      for (let n = 0; n < 1000; n += 1)
        blocks.push(
          packetBlock(point, started + BigInt(run * 1_000_000 + n * 1000 + (n % 7 === 0 ? 0 : point)), bytes, 260),
        );
    }
  }
  await writeFile(path, Buffer.concat(blocks));
  return path;
}

const read = async (
  batches: AsyncIterable<readonly RawFrame[]>,
): Promise<{ readonly frames: RawFrame[]; readonly longest: number }> => {
  const frames: RawFrame[] = [];
  let longest = 0;
  for await (const batch of batches) {
    frames.push(...batch);
    longest = Math.max(longest, batch.length);
  }
  return { frames, longest };
};

const places = (frames: readonly RawFrame[]) => frames.map(({ index, point, time }) => `${index} ${point} ${time}`);

test('frames come in the order of time that a whole reading gives them, a part at a time', async (t) => {
  const path = await interleaved(t);
  const survey = await surveyRecording(path);
  const { frames, longest } = await read(readFramesByTime(path, survey));
  t.is(survey.frames, 30_000);
  t.deepEqual(places(frames), places((await readRecording(path)).frames));
  t.true(longest < 20_000, `${longest} at once`);
});

test('the survey tells what is known of a recording beside its frames, and how many there are', async (t) => {
  const path = 'src/journey/fixtures/labs/nat.port-translation.pcapng';
  const whole = await readRecording(path);
  const { frames, earliestFrom, ...rest } = await surveyRecording(path);
  t.deepEqual(rest, { points: whole.points, statistics: whole.statistics, damaged: null });
  t.is(frames, whole.frames.length);
  t.deepEqual(earliestFrom, [whole.frames[0]!.time]);
});

test('a file that has changed since its survey is not read as if it had not', async (t) => {
  const path = await interleaved(t);
  const survey = await surveyRecording(path);
  const first = Buffer.concat([
    sectionHeader(),
    ...points.map((point) => interfaceBlock(point, 262_144, '')),
    packetBlock(0, started, Buffer.alloc(60), 60),
  ]);
  await writeFile(path, first);
  await t.throwsAsync(read(readFramesByTime(path, survey)), {
    message: /has changed while it was read: it held 30000 frames and holds 1; read it again/,
  });
});
