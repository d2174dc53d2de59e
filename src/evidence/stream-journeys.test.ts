import test from 'ava';
import { readFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRecording } from '../capture/index.js';
import { countRelevantBytes, decodeFrames, joinFrames, type Frame, type Journey } from '../journey/index.js';
import { orderPoints, streamJourneys } from './join-recording.js';
import { joinLabRecording, labRecordings, readLabRecording } from './testing/lab-recording.js';

interface Streamed {
  readonly frames: readonly Frame[];
  readonly journeys: readonly Journey[];
  readonly damaged: string | null;
}

async function readStream(path: string, order: readonly string[] = [], all = false): Promise<Streamed> {
  const frames: Frame[] = [];
  const journeys: Journey[] = [];
  const stream = streamJourneys(path, order, all ? undefined : countRelevantBytes);
  for (;;) {
    const next = await stream.next();
    if (next.done === true) return { frames, journeys, damaged: next.value };
    frames.push(...next.value.frames);
    journeys.push(...next.value.journeys);
  }
}

const readWhole = async (path: string): Promise<Frame[]> => decodeFrames((await readRecording(path)).frames);

for (const name of labRecordings) {
  test(`${name}: streamed frames and journeys equal those of the whole recording`, async (t) => {
    const path = `src/journey/fixtures/labs/${name}.pcapng`;
    const order = orderPoints((await readLabRecording(name)).topology.points);
    const whole = await readWhole(path);
    t.true(whole.length > 10);
    for (const all of [false, true]) {
      const { frames, journeys, damaged } = await readStream(path, order, all);
      t.deepEqual(frames, whole);
      t.deepEqual(journeys, joinFrames(whole, order));
      t.is(damaged, null);
    }
  });
}

test('traffic with the embedded resolver is DNS on an ephemeral port', async (t) => {
  const { frames } = await readStream('src/journey/fixtures/labs/dns.external-forwarded.pcapng');
  const lo = frames.filter(({ point }) => point === 'web.lo');
  t.deepEqual(
    lo.map(({ packet }) => packet.dns?.response),
    [false, true],
  );
  t.not(lo[0]?.packet.udp?.destinationPort, 53);
});

test('a damaged recording gives the frames before the damage, and the reason', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'dn-stream-'));
  t.teardown(() => rm(directory, { recursive: true }));
  const path = join(directory, 'a.pcapng');
  const bytes = await readFile('src/journey/fixtures/labs/nat.port-translation.pcapng');
  await writeFile(path, bytes.subarray(0, bytes.length - 5));
  const { frames, damaged } = await readStream(path);
  t.regex(damaged ?? '', /ends after byte \d+ in the middle of a block/);
  t.deepEqual(frames, await readWhole(path));
});

test('a packet that a bridge translates and sends back is one journey through the point, not a repeat', async (t) => {
  const journeys = await joinLabRecording('publish.hairpin-without-proxy');
  const syn = journeys.find(({ hops: [hop] }) => hop?.packet.tcp?.flags.syn === true && hop.point === 'web.eth0');
  t.deepEqual(
    syn?.hops.map(({ point, packet: { ip, tcp } }) => [point, ip?.source, ip?.ttl, tcp?.destinationPort]),
    [
      ['web.eth0', '172.17.0.2', 64, 8080],
      ['docker0', '172.17.0.2', 64, 80],
      ['web.eth0', '172.17.0.1', 64, 80],
    ],
  );
  const tcp = journeys.filter(({ hops }) => hops.some(({ packet }) => packet.tcp !== null));
  t.deepEqual(
    tcp.map(({ hops }) => hops.length).filter((hops) => hops !== 3),
    [],
    'each passes docker0 and returns',
  );
});
