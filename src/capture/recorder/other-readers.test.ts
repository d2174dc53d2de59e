import test from 'ava';
import { runOrThrow } from '../../process/index.js';
import { readRecording, type RawFrame } from '../index.js';
import { openFrameSender } from '../testing/frame-sender.js';
import { setUpRecorder } from '../testing/network.js';

function formatSeconds(time: bigint): string {
  return `${time / 1_000_000_000n}.${String(time % 1_000_000_000n).padStart(9, '0')}`;
}

function sortByIndex(frames: readonly RawFrame[]): readonly RawFrame[] {
  return [...frames].sort((a, b) => a.index - b.index);
}

test('tshark and tcpdump read the same frames as docknet', async (t) => {
  const { network, recorder, file } = await setUpRecorder(t);
  const [ns1, ns2] = [await network.addNamespace(), await network.addNamespace()];
  await network.addVeth(ns1, 'eth0', ns2, 'eth0');
  const sender = await openFrameSender(ns1.path, 'eth0');
  const active = await recorder.record({
    file,
    snapLength: 200,
    points: [
      { name: 'ns1.eth0', namespace: ns1.path, interface: 'eth0' },
      { name: 'ns2.eth0', namespace: ns2.path, interface: 'eth0' },
      { name: 'ns2.lo', namespace: ns2.path, interface: 'lo' },
    ],
  });
  for (const length of [18, 60, 61, 199, 200, 201, 1_514])
    await sender.send({ count: 20, length, rate: 5_000, numbered: true });
  const summary = await active.stop();
  await sender.close();
  const frames = sortByIndex((await readRecording(file)).frames);
  t.is(frames.length, summary.frames);
  t.true(frames.length >= 2 * 140 + 6);

  const fields = ['frame.time_epoch', 'frame.len', 'frame.cap_len', 'frame.interface_name'];
  const tshark = await runOrThrow(['tshark', '-r', file, '-T', 'fields', ...fields.flatMap((field) => ['-e', field])]);
  t.deepEqual(
    tshark.stdout.trimEnd().split('\n'),
    frames.map((frame) => [formatSeconds(frame.time), frame.wireLength, frame.bytes.length, frame.point].join('\t')),
  );

  const raw = await runOrThrow(['tshark', '-r', file, '-x', '--hexdump', 'noascii']);
  const dumps = raw.stdout
    .trimEnd()
    .split('\n\n')
    .map((dump) => dump.replaceAll(/^[0-9a-f]{4,}\s+/gm, '').replaceAll(/\s/g, ''));
  t.deepEqual(
    dumps,
    frames.map((frame) => Buffer.from(frame.bytes).toString('hex')),
  );

  const tcpdump = await runOrThrow(['tcpdump', '-r', file, '-n', '-tt', '-e', '--nano', '-x']);
  const packets = tcpdump.stdout.trimEnd().split(/\n(?=\d)/);
  t.deepEqual(
    packets.map((packet) => [packet.split(' ', 1)[0], Number(/length (\d+)/.exec(packet)?.[1])]),
    frames.map((frame) => [formatSeconds(frame.time), frame.wireLength]),
  );

  const capinfos = await runOrThrow(['capinfos', '-M', '-c', file]);
  t.regex(capinfos.stdout, new RegExp(`Number of packets: +${frames.length}\\b`));
});
