import test from 'ava';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runOrThrow } from '../../process/index.js';
import { readRecording } from '../index.js';
import { annotateFile } from './annotated-copy.js';
import { encodeAddress } from './blocks.js';

const recorded = await readFile('src/journey/fixtures/labs/publish.localhost-by-proxy.pcapng');
const getNote = (index: number) =>
  index === 3 ? null : { comment: `frame ${index} – ‘noted’`, packetId: 2 ** 40 + index };
const names = new Map([
  ['172.17.0.2', ['web', 'web.example']],
  ['fe80::42:acff:fe11:2', ['web']],
  ['not an address', ['none']],
  ['192.0.2.1', []],
]);

async function copyRecording(t: { teardown(fn: () => Promise<void>): void }, bytes: Uint8Array): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'dn-annotate-'));
  t.teardown(() => rm(directory, { recursive: true }));
  const path = join(directory, 'a.pcapng');
  await writeFile(path, bytes, { mode: 0o640 });
  return path;
}

test('tshark reads the notes, and none for a frame without one', async (t) => {
  const path = await copyRecording(t, recorded);
  await annotateFile(path, getNote, names);
  const { stdout } = await runOrThrow([
    'tshark',
    ...['-r', path, '-T', 'fields', '-e', 'frame.packet_id', '-e', 'frame.comment'],
  ]);
  const { frames } = await readRecording(path);
  t.deepEqual(
    stdout.replace(/\n$/, '').split('\n'),
    Array.from(frames, (_, index) => (index === 3 ? '\t' : `${2 ** 40 + index}\tframe ${index} – ‘noted’`)),
  );
  t.deepEqual(await readdir(join(path, '..')), ['a.pcapng']);
});

test('capinfos reads the names of both address families', async (t) => {
  const path = await copyRecording(t, recorded);
  await annotateFile(path, getNote, names);
  const { stdout } = await runOrThrow(['capinfos', '-n', path]);
  t.regex(stdout, /resolved IPv4 addresses in file: 2\b/);
  t.regex(stdout, /resolved IPv6 addresses in file: 1\b/);
});

test('leaves a damaged recording unchanged', async (t) => {
  for (const length of [recorded.length - 1, recorded.length >> 1, 900]) {
    const path = await copyRecording(t, recorded.subarray(0, length));
    const before = await readRecording(path);
    await t.throwsAsync(annotateFile(path, getNote, names), {
      message: /Recording not annotated: .* ends after byte \d+ in the middle of a block/,
    });
    t.deepEqual(await readFile(path), recorded.subarray(0, length));
    t.deepEqual(await readRecording(path), before);
    t.deepEqual(await readdir(join(path, '..')), ['a.pcapng']);
  }
});

test('leaves the recording unchanged if a note cannot be made', async (t) => {
  const path = await copyRecording(t, recorded);
  await t.throwsAsync(
    annotateFile(
      path,
      () => {
        throw new Error('no note');
      },
      names,
    ),
    { message: 'no note' },
  );
  t.deepEqual(await readFile(path), recorded);
  t.deepEqual(await readdir(join(path, '..')), ['a.pcapng']);
});

test('cuts a comment longer than an option at a character', async (t) => {
  const path = await copyRecording(t, recorded);
  await annotateFile(path, () => ({ comment: '–'.repeat(30_000), packetId: 1 }), new Map());
  const { stdout } = await runOrThrow(['tshark', '-r', path, '-c', '1', '-T', 'fields', '-e', 'frame.comment']);
  t.is(stdout.trimEnd(), '–'.repeat(Math.floor(0xffff / 3)));
});

test('encodes addresses in network order', (t) => {
  const hex = (address: string): string | null => {
    const bytes = encodeAddress(address);
    return bytes === null ? null : Buffer.from(bytes).toString('hex');
  };
  t.is(hex('198.51.100.2'), 'c6336402');
  t.is(hex('::'), '0'.repeat(32));
  t.is(hex('2001:db8::2:1'), '20010db8000000000000000000020001');
  t.is(hex('1:2:3:4:5:6:7:8'), '00010002000300040005000600070008');
  t.is(hex('::ffff:192.0.2.1'), '00000000000000000000ffffc0000201');
  t.is(hex('fe80::1%eth0'), null);
  t.is(hex('300.1.1.1'), null);
});
