import test from 'ava';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runOrThrow } from '../../process/index.js';
import { ForeignFileError, readRecording } from '../index.js';
import { interfaceBlock, packetBlock, sectionHeader, statisticsBlock } from '../testing/packet-block.js';

const points = [
  { name: 'docker0', namespace: '/run/netns/host', interface: 'docker0' },
  { name: 'web.eth0', namespace: '/proc/42/ns/net', interface: 'eth0' },
];
const started = 1_700_000_000_123_456_789n;
const counts = { point: 'web.eth0', received: 7, dropped: 2, droppedByInterface: 1 };

function buildFrame(length: number): Buffer {
  return Buffer.from(Array.from({ length }, (_, i) => i & 0xff));
}

function buildRecording(): Buffer {
  return Buffer.concat([
    sectionHeader(),
    ...points.map((point) => interfaceBlock(point, 128, 'icmp')),
    packetBlock(1, started + 1n, buildFrame(61), 61, { comment: 'hop 1: source ‘rewritten’', direction: 'outbound' }),
    packetBlock(0, started, buildFrame(128), 1_514, { direction: 'inbound' }),
    packetBlock(1, started + 1n, buildFrame(60), 60),
    statisticsBlock(1, started, counts),
  ]);
}

async function writeFileFor(
  t: { teardown(fn: () => Promise<void>): void },
  bytes: Uint8Array | string,
): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'dn-pcapng-'));
  t.teardown(() => rm(directory, { recursive: true }));
  const path = join(directory, 'a.pcapng');
  await writeFile(path, bytes);
  return path;
}

test('reads back what was written, sorted by time, with the order of the file as index', async (t) => {
  const recording = await readRecording(await writeFileFor(t, buildRecording()));
  t.is(recording.damage, null);
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
    [buildFrame(128), buildFrame(61), buildFrame(60)],
  );
});

test('tshark reads names, comments, directions, lengths and nanoseconds', async (t) => {
  const path = await writeFileFor(t, buildRecording());
  const { stdout } = await runOrThrow([
    'tshark',
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

test('reads the frames before a cut, and reports the cut', async (t) => {
  const bytes = buildRecording();
  const header = sectionHeader().length;
  const path = await writeFileFor(t, bytes);
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
    if (cut.damage !== null) t.regex(cut.damage, /ends after byte \d+ in the middle of a block/);
  }
  t.is(before, 3);
});

test('stops reading at damage', async (t) => {
  const bytes = buildRecording();
  const first =
    sectionHeader().length + points.map((point) => interfaceBlock(point, 128, 'icmp').length).reduce((a, b) => a + b);
  const second =
    first +
    packetBlock(1, started, buildFrame(61), 61, { comment: 'hop 1: source ‘rewritten’', direction: 'outbound' }).length;
  for (const [offset, value] of [
    [second + 4, 13],
    [second + 8, 9],
    [second + 20, 4_000],
    [second + 4, 0xffffff0],
  ] as const) {
    const damaged = Buffer.from(bytes);
    damaged.writeUInt32LE(value, offset);
    const recording = await readRecording(await writeFileFor(t, damaged));
    t.is(recording.frames.length, 1, `${value} at ${offset}`);
    t.truthy(recording.damage);
  }
});

test('rejects files that are not docknet’s recordings, and names what they are', async (t) => {
  const foreign = await writeFileFor(t, '');
  await t.throwsAsync(readRecording(foreign), { instanceOf: ForeignFileError, message: /is empty/ });
  await writeFile(foreign, '<!doctype html><p>not a recording');
  await t.throwsAsync(readRecording(foreign), { instanceOf: ForeignFileError, message: /is not a pcapng file/ });
  const path = await writeFileFor(t, buildRecording());
  await runOrThrow(['editcap', '-F', 'pcap', path, foreign]);
  await t.throwsAsync(readRecording(foreign), { instanceOf: ForeignFileError, message: /is not a pcapng file/ });
  await runOrThrow(['mergecap', '-w', foreign, path]);
  await t.throwsAsync(readRecording(foreign), {
    instanceOf: ForeignFileError,
    message: /was written by Mergecap.*Give a recording made by docknet/,
  });
  await writeFile(foreign, sectionHeader().subarray(0, 20));
  await t.throwsAsync(readRecording(foreign), { instanceOf: ForeignFileError, message: /ends within its first block/ });
  await t.throwsAsync(readRecording(`${foreign}.none`), { code: 'ENOENT' });
});
