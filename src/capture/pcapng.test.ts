import test from 'ava';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ForeignFileError, readRecording } from './index.js';
import { interfaceBlock, packetBlock, sectionHeader, statisticsBlock } from './pcapng-blocks.js';

const run = promisify(execFile);
const points = [
  { name: 'docker0', namespace: '/run/netns/host', interface: 'docker0' },
  { name: 'web.eth0', namespace: '/proc/42/ns/net', interface: 'eth0' },
];
const started = 1_700_000_000_123_456_789n;
const counts = { point: 'web.eth0', received: 7, dropped: 2, droppedByInterface: 1 };

function frame(length: number): Buffer {
  return Buffer.from(Array.from({ length }, (_, i) => i & 0xff));
}

function whole(): Buffer {
  return Buffer.concat([
    sectionHeader(),
    ...points.map((point) => interfaceBlock(point, 128, 'icmp')),
    packetBlock(1, started + 1n, frame(61), 61, { comment: 'hop 1: source ‘rewritten’', direction: 'outbound' }),
    packetBlock(0, started, frame(128), 1_514, { direction: 'inbound' }),
    packetBlock(1, started + 1n, frame(60), 60),
    statisticsBlock(1, started, counts),
  ]);
}

async function file(t: { teardown(fn: () => Promise<void>): void }, bytes: Uint8Array | string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'dn-pcapng-'));
  t.teardown(() => rm(directory, { recursive: true }));
  const path = join(directory, 'a.pcapng');
  await writeFile(path, bytes);
  return path;
}

test('what is written is read back, sorted by time, with the order of the file as index', async (t) => {
  const recording = await readRecording(await file(t, whole()));
  t.is(recording.damaged, null);
  t.deepEqual(recording.points, [
    { name: 'docker0', interface: 'docker0', snapLength: 128 },
    { name: 'web.eth0', interface: 'eth0', snapLength: 128 },
  ]);
  t.deepEqual(recording.statistics, [counts]);
  t.deepEqual(
    recording.frames.map(({ index, point, time, wireLength, marker }) => ({ index, point, time, wireLength, marker })),
    [
      { index: 1, point: 'docker0', time: started, wireLength: 1_514, marker: false },
      { index: 0, point: 'web.eth0', time: started + 1n, wireLength: 61, marker: false },
      { index: 2, point: 'web.eth0', time: started + 1n, wireLength: 60, marker: false },
    ],
  );
  t.deepEqual(
    recording.frames.map((one) => Buffer.from(one.bytes)),
    [frame(128), frame(61), frame(60)],
  );
});

test('tshark reads names, comments, directions, lengths and nanoseconds', async (t) => {
  const path = await file(t, whole());
  const { stdout } = await run('tshark', [
    '-r',
    path,
    '-T',
    'fields',
    '-E',
    'separator=|',
    ...[
      'frame.interface_name',
      'frame.interface_description',
      'frame.time_epoch',
      'frame.cap_len',
      'frame.len',
      'frame.packet_flags_direction',
      'frame.comment',
    ].flatMap((field) => ['-e', field]),
  ]);
  t.deepEqual(stdout.trimEnd().split('\n'), [
    'web.eth0|/proc/42/ns/net/eth0|1700000000.123456790|61|61|0x00000002|hop 1: source ‘rewritten’',
    'docker0|/run/netns/host/docker0|1700000000.123456789|128|1514|0x00000001|',
    'web.eth0|/proc/42/ns/net/eth0|1700000000.123456790|60|60||',
  ]);
});

test('a file cut anywhere gives the frames before the cut, and says so', async (t) => {
  const bytes = whole();
  const header = sectionHeader().length;
  const path = await file(t, bytes);
  const all = (await readRecording(path)).frames;
  let before = 0;
  for (let length = header; length < bytes.length; length += 1) {
    await writeFile(path, bytes.subarray(0, length));
    const cut = await readRecording(path);
    t.true(cut.frames.length >= before);
    before = cut.frames.length;
    t.deepEqual(
      cut.frames,
      all.filter((one) => one.index < before),
    );
    if (cut.damaged !== null) t.regex(cut.damaged, /ends after byte \d+ in the middle of a block/);
  }
  t.is(before, 3);
});

test('damage in the middle ends the reading there', async (t) => {
  const bytes = whole();
  const first =
    sectionHeader().length + points.map((point) => interfaceBlock(point, 128, 'icmp').length).reduce((a, b) => a + b);
  const second =
    first +
    packetBlock(1, started, frame(61), 61, { comment: 'hop 1: source ‘rewritten’', direction: 'outbound' }).length;
  for (const [offset, value] of [
    [second + 4, 13],
    [second + 8, 9],
    [second + 20, 4_000],
    [second + 4, 0xffffff0],
  ] as const) {
    const broken = Buffer.from(bytes);
    broken.writeUInt32LE(value, offset);
    const recording = await readRecording(await file(t, broken));
    t.is(recording.frames.length, 1, `${value} at ${offset}`);
    t.truthy(recording.damaged);
  }
});

test('files that are not docknet’s recordings are refused with what they are', async (t) => {
  const foreign = await file(t, '');
  await t.throwsAsync(readRecording(foreign), { instanceOf: ForeignFileError, message: /is empty/ });
  await writeFile(foreign, '<!doctype html><p>not a recording');
  await t.throwsAsync(readRecording(foreign), { instanceOf: ForeignFileError, message: /is not a pcapng file/ });
  const path = await file(t, whole());
  await run('editcap', ['-F', 'pcap', path, foreign]);
  await t.throwsAsync(readRecording(foreign), { instanceOf: ForeignFileError, message: /is not a pcapng file/ });
  await run('mergecap', ['-w', foreign, path]);
  await t.throwsAsync(readRecording(foreign), {
    instanceOf: ForeignFileError,
    message: /written by Mergecap.*not a recording made by docknet/,
  });
  await writeFile(foreign, sectionHeader().subarray(0, 20));
  await t.throwsAsync(readRecording(foreign), { instanceOf: ForeignFileError, message: /ends within its first block/ });
  await t.throwsAsync(readRecording(`${foreign}.none`), { code: 'ENOENT' });
});
