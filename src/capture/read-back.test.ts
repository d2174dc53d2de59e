import test from 'ava';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { readRecording } from './index.js';
import type { RawFrame } from './index.js';
import { openFrameSender } from './testing/frame-sender.js';
import { recordingRoom } from './testing/recording-room.js';

const run = promisify(execFile);
const roomy = { maxBuffer: 64 << 20 };

function seconds(time: bigint): string {
  return `${time / 1_000_000_000n}.${String(time % 1_000_000_000n).padStart(9, '0')}`;
}

function inFileOrder(frames: readonly RawFrame[]): readonly RawFrame[] {
  return [...frames].sort((a, b) => a.index - b.index);
}

test('tshark and tcpdump read a recording frame for frame as docknet does', async (t) => {
  const { network, recorder, file } = await recordingRoom(t);
  const [near, far] = [await network.namespace(), await network.namespace()];
  await network.veth(near, 'eth0', far, 'eth0');
  const sender = await openFrameSender(near.path, 'eth0');
  const active = await recorder.record({
    file,
    snapLength: 200,
    points: [
      { name: 'near.eth0', namespace: near.path, interface: 'eth0' },
      { name: 'far.eth0', namespace: far.path, interface: 'eth0' },
      { name: 'far.lo', namespace: far.path, interface: 'lo' },
    ],
  });
  for (const length of [18, 60, 61, 199, 200, 201, 1_514])
    await sender.send({ count: 20, length, rate: 5_000, numbered: true });
  const summary = await active.stop();
  await sender.close();
  const frames = inFileOrder((await readRecording(file)).frames);
  t.is(frames.length, summary.frames);
  t.true(frames.length >= 2 * 140 + 6);

  const fields = ['frame.time_epoch', 'frame.len', 'frame.cap_len', 'frame.interface_name'];
  const tshark = await run('tshark', ['-r', file, '-T', 'fields', ...fields.flatMap((field) => ['-e', field])], roomy);
  t.deepEqual(
    tshark.stdout.trimEnd().split('\n'),
    frames.map((frame) => [seconds(frame.time), frame.wireLength, frame.bytes.length, frame.point].join('\t')),
  );

  const raw = await run('tshark', ['-r', file, '-x', '--hexdump', 'noascii'], roomy);
  const dumps = raw.stdout
    .trimEnd()
    .split('\n\n')
    .map((dump) => dump.replaceAll(/^[0-9a-f]{4,}\s+/gm, '').replaceAll(/\s/g, ''));
  t.deepEqual(
    dumps,
    frames.map((frame) => Buffer.from(frame.bytes).toString('hex')),
  );

  const tcpdump = await run('tcpdump', ['-r', file, '-n', '-tt', '-e', '--nano', '-x'], roomy);
  const packets = tcpdump.stdout.trimEnd().split(/\n(?=\d)/);
  t.deepEqual(
    packets.map((packet) => [packet.split(' ', 1)[0], Number(/length (\d+)/.exec(packet)?.[1])]),
    frames.map((frame) => [seconds(frame.time), frame.wireLength]),
  );

  const capinfos = await run('capinfos', ['-M', '-c', file]);
  t.regex(capinfos.stdout, new RegExp(`Number of packets: +${frames.length}\\b`));
});
