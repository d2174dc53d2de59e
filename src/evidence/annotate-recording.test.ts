import test, { type ExecutionContext } from 'ava';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRecording, type RawFrame, type Recording } from '../capture/index.js';
import { describeHop, type Journey } from '../journey/index.js';
import { runOrThrow } from '../process/index.js';
import { listAddressNames } from './address-names.js';
import type { Topology } from '../check/index.js';
import { joinLabRecording, labRecordings, readLabRecording, type LabRecording } from './testing/lab-recording.js';
import { annotateRecording } from './journeys-file.js';

interface Annotated {
  readonly path: string;
  readonly before: Recording;
  readonly after: Recording;
  readonly journeys: readonly Journey[];
  readonly topology: Topology;
}

/** Copies a recording from a real lab, and annotates the copy, `times` times. */
async function annotateCopy(t: ExecutionContext, name: LabRecording, times = 1): Promise<Annotated> {
  const directory = await mkdtemp(join(tmpdir(), 'dn-annotation-'));
  t.teardown(() => rm(directory, { recursive: true }));
  const path = join(directory, 'recording.pcapng');
  await copyFile(`src/journey/fixtures/labs/${name}.pcapng`, path);
  const before = await readRecording(path);
  const { topology } = await readLabRecording(name);
  const journeys = await joinLabRecording(name);
  for (let time = 0; time < times; time += 1) await annotateRecording(path, journeys, listAddressNames(topology));
  return { path, before, after: await readRecording(path), journeys, topology };
}

const plain = (frames: readonly RawFrame[]): unknown[] =>
  frames.map(({ bytes, ...frame }) => ({ ...frame, bytes: Buffer.from(bytes).toString('hex') }));

async function tshark(path: string, options: readonly string[], fields: readonly string[]): Promise<string[][]> {
  const names = fields.flatMap((field) => ['-e', field]);
  const { stdout } = await runOrThrow([
    ...['tshark', '-r', path, ...options, '-T', 'fields', '-E', 'occurrence=f'],
    ...names,
  ]);
  return stdout
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.split('\t'));
}

for (const name of labRecordings) {
  test(`${name}: frames, timestamps, points and counts are unchanged`, async (t) => {
    const { before, after, path } = await annotateCopy(t, name);
    t.deepEqual({ ...after, frames: plain(after.frames) }, { ...before, frames: plain(before.frames) });
    const fields = [
      'frame.number',
      'frame.time_epoch',
      'frame.len',
      'frame.cap_len',
      'frame.interface_name',
      'frame.packet_flags',
    ];
    t.deepEqual(
      await tshark(path, ['-n'], fields),
      await tshark(`src/journey/fixtures/labs/${name}.pcapng`, ['-n'], fields),
    );
    t.is((await runOrThrow(['tcpdump', '-n', '-r', path, '--count'])).stdout.trim(), `${before.frames.length} packets`);
  });

  test(`${name}: tshark shows each frame’s packet id and comment`, async (t) => {
    const { path, journeys, before } = await annotateCopy(t, name);
    const expected = before.frames
      .toSorted((a, b) => a.index - b.index)
      .map(({ index }) => {
        const journey = journeys.find(({ hops }) => hops.some((hop) => hop.index === index));
        const hop = journey?.hops.findIndex((one) => one.index === index) ?? -1;
        return journey === undefined ? ['', ''] : [String(journey.id), describeHop(journey, hop)];
      });
    t.true(expected.filter(([id]) => id !== '').length > 10);
    t.deepEqual(
      (await tshark(path, ['-n'], ['frame.packet_id', 'frame.comment'])).map(([id = '', text = '']) => [id, text]),
      expected,
    );
  });
}

test('containers and hosts have names', async (t) => {
  const { path } = await annotateCopy(t, 'docker-user.drop-blocks-published');
  const named = (
    await tshark(
      path,
      ['-Nn', '-Y', 'tcp.flags.syn==1 && tcp.flags.ack==0'],
      ['frame.interface_name', 'ip.src_host', 'ip.dst_host'],
    )
  ).map((line) => line.join(' '));
  t.true(named.includes('host.uplink client host'));
  t.true(named.includes('docker0 client web'));
  t.deepEqual(
    (await tshark(path, ['-n', '-Y', 'tcp'], ['ip.dst_host'])).flat().filter((name) => /[a-z]/.test(name)),
    [],
  );
});

test('a packet’s comments hold its hops, translation, relations and ending', async (t) => {
  const { path } = await annotateCopy(t, 'docker-user.drop-blocks-published');
  const syns = (await tshark(path, ['-Y', 'tcp.flags.syn==1'], ['frame.packet_id', 'frame.comment'])).map(
    ([id, text]) => text!.replaceAll(`packet ${id},`, 'packet N,'),
  );
  for (const pattern of [
    /^packet N, hop 1 of 4 at client\.eth0$/,
    new RegExp(
      '^packet N, hop 3 of 4 at docker0; destination 198\\.51\\.100\\.2 became 172\\.17\\.0\\.2, ' +
        'destination port 8080 became 80 and TTL 64 became 63$',
    ),
    /^packet N, hop 1 of 4 at web\.eth0; reply to packet \d+$/,
    /^packet N, hop 2 of 2 at host\.uplink; seen no further than host\.uplink$/,
  ])
    t.true(
      syns.some((text) => pattern.test(text)),
      `${pattern.source} in ${syns.join(' | ')}`,
    );
});

test('annotating again replaces the annotation', async (t) => {
  const once = await annotateCopy(t, 'nat.port-translation');
  const twice = await annotateCopy(t, 'nat.port-translation', 3);
  t.deepEqual(await readFile(twice.path), await readFile(once.path));
});
