import test, { type ExecutionContext } from 'ava';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readRecording } from '../capture/index.js';
import { decodeFrames, joinFrames } from '../journey/index.js';
import { temporaryDirectory } from '../cli/testing/docknet.js';
import { annotateTrace, type AnnotatedTrace } from './trace-journeys.js';
import { orderPoints } from './points.js';
import { runOrThrow } from '../process/index.js';

const kept = 'src/journey/fixtures/labs/nat.port-translation.pcapng';
const points = ['one.eth0', 'two.eth0', 'br-app', 'host.lo', 'host.uplink', 'server.eth0'];
const trace: AnnotatedTrace = {
  armed: 0n,
  frames: 1,
  names: new Map([['172.18.0.3', 'two']]),
  points: points.map((name, order) => ({
    point: { name, namespace: '', interface: name },
    kind: 'container',
    place: 0,
    order,
    container: null,
    identity: name,
  })),
};

async function shown(t: ExecutionContext, whole: boolean): Promise<string[]> {
  const file = join(await temporaryDirectory(t), 'recording.pcapng');
  await copyFile(kept, file);
  await annotateTrace(
    file,
    trace,
    { whole, all: whole ? joinFrames(decodeFrames((await readRecording(file)).frames), orderPoints(trace)) : [] },
    () => undefined,
  );
  const { stdout } = await runOrThrow([
    'tshark',
    '-Nn',
    '-r',
    file,
    '-T',
    'fields',
    '-E',
    'occurrence=f',
    '-e',
    'frame.packet_id',
    '-e',
    'frame.comment',
    '-e',
    'ip.src_host',
  ]);
  return stdout.trimEnd().split('\n');
}

test('a recording too long to hold is annotated while reading, with equal notes', async (t) => {
  const [atOnce, streamed] = [await shown(t, true), await shown(t, false)];
  t.deepEqual(streamed, atOnce);
  t.true(
    streamed.some((line) =>
      /^\d+\tpacket \d+, hop \d of \d at host\.uplink; source 172\.18\.0\.3 became .* and TTL 64 became 63\t/.test(
        line,
      ),
    ),
    streamed.join('\n'),
  );
  t.true(streamed.some((line) => line.endsWith('\ttwo')));
});
