import test from 'ava';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFramesByTime, readRecording, surveyRecording, type RawFrame } from '../index.js';
import { interfaceBlock, packetBlock, sectionHeader } from '../testing/packet-block.js';

const started = 1_700_000_000_000_000_000n;
const points = ['web.eth0', 'docker0', 'host.uplink'].map((name) => ({
  name,
  namespace: '/run/netns/host',
  interface: name,
}));

/** Writes 9 MB, several batches: runs of a thousand frames, one point after another, as rings are drained. */
async function writeInterleaved(t: { teardown(fn: () => Promise<void>): void }): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'dn-order-'));
  t.teardown(() => rm(directory, { recursive: true }));
  const path = join(directory, 'a.pcapng');
  const bytes = Buffer.alloc(260, 7);
  const blocks = [sectionHeader(), ...points.map((point) => interfaceBlock(point, 262_144, ''))];
  for (let run = 0; run < 10; run += 1) {
    // The uplink's ring is drained first, so its frames precede earlier ones in the file.
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

const readAll = async (
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

const identify = (frames: readonly RawFrame[]) => frames.map(({ index, point, time }) => `${index} ${point} ${time}`);

test('yields frames in the order of readRecording, in parts', async (t) => {
  const path = await writeInterleaved(t);
  const survey = await surveyRecording(path);
  const { frames, longest } = await readAll(readFramesByTime(path, survey));
  t.is(survey.frames, 30_000);
  t.deepEqual(identify(frames), identify((await readRecording(path)).frames));
  t.true(longest < 20_000, `${longest} at once`);
});

test('surveys points, statistics and the number of frames', async (t) => {
  const path = 'src/journey/fixtures/labs/nat.port-translation.pcapng';
  const whole = await readRecording(path);
  const { frames, earliestFrom, ...rest } = await surveyRecording(path);
  t.deepEqual(rest, { points: whole.points, statistics: whole.statistics, damage: null });
  t.is(frames, whole.frames.length);
  t.deepEqual(earliestFrom, [whole.frames[0]!.time]);
});

test('rejects a file that changed since its survey', async (t) => {
  const path = await writeInterleaved(t);
  const survey = await surveyRecording(path);
  const first = Buffer.concat([
    sectionHeader(),
    ...points.map((point) => interfaceBlock(point, 262_144, '')),
    packetBlock(0, started, Buffer.alloc(60), 60),
  ]);
  await writeFile(path, first);
  await t.throwsAsync(readAll(readFramesByTime(path, survey)), {
    message: /changed while it was read: 30000 frames before, 1 now. Read it again./,
  });
});
