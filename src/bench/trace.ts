import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { customAlphabet } from 'nanoid';
import { cpuSeconds } from './capture/cpu-seconds.js';
import { tcpdumpContender } from './capture/tcpdump-contender.js';
import { readFrames } from '../capture/index.js';
import { openFrameSender } from '../capture/testing/frame-sender.js';
import { findEngine, startContainer } from '../engine/index.js';
import { fixtureImage, labName, parseLinks, startPrivateLab } from '../lab/index.js';
import { runCommand } from '../process/index.js';
import { listDescendants } from '../cli/testing/processes.js';
import { startTrace } from '../cli/testing/trace-machine.js';
import { datagramHead, payloadAt } from './datagram.js';

/*
 * A live trace of datagrams from a container to an outside host: 20,000 packets a second, each seen at four points, every one
 * drawn. Then tcpdump, one for each of the points, under the same load. Goal: nothing lost.
 */
const load = { rate: 20_000, seconds: 10, length: 128 };
const count = load.rate * load.seconds;

const directory = await mkdtemp(join(tmpdir(), 'docknet-bench-'));
const machine = await startPrivateLab({
  name: labName(customAlphabet('0123456789abcdefghijklmnopqrstuvwxyz', 10)(), 'bench'),
  program: await findEngine({ kind: 'private' }),
  settings: {},
  engineTimeoutMs: 60_000,
});
process.env['DOCKER_HOST'] = `unix://${machine.engine.socket}`;
try {
  const server = await machine.lanHost(await machine.lan(1), 1);
  await machine.runOnHost(['ip', 'route', 'add', 'default', 'via', server.address]);
  const web = await startContainer(machine.engine, {
    name: 'web',
    image: fixtureImage,
    command: ['sh', '-c', 'echo ready && exec sleep 2147483647'],
    network: 'bridge',
    aliases: [],
    publish: [],
    labels: {},
    timeoutMs: 30_000,
  });
  const linksAt = async (entry: readonly string[]) =>
    parseLinks((await runCommand(['ip', '-json', '-details', 'link'], { prefix: entry })).stdout);
  const inside = (await linksAt(machine.containerNetworkPrefix(web.pid))).find(({ name }) => name === 'eth0');
  const onHost = await linksAt(machine.hostNetworkPrefix);
  const veth = onHost.find(({ peer, type }) => type === 'veth' && peer === inside?.index);
  const docker0 = onHost.find(({ name }) => name === 'docker0');
  if (inside === undefined || veth === undefined || docker0 === undefined)
    throw new Error('the container has no eth0, or its veth is not there');
  const head = datagramHead(
    {
      sourceMac: inside.mac,
      destinationMac: docker0.mac,
      source: web.attachments[0]?.address ?? '',
      destination: server.address,
    },
    load.length,
  );
  const sender = await openFrameSender(machine.containerNamespace(web.pid), 'eth0');
  const send = () =>
    sender.send({ count, length: load.length, rate: load.rate, numbered: true, head, numberAt: payloadAt });
  process.stdout.write(
    `${count} datagrams of ${load.length} bytes, ${load.rate} a second, each at four points; load ${loadavg()[0]?.toFixed(1) ?? '?'} at the beginning\n`,
  );

  const traced = await byDocknet();
  const dumped = await byTcpdump();
  await sender.close();
  for (const { name, sent, seen, lost, cpu, note } of [traced, dumped]) {
    process.stdout.write(
      `${name.padEnd(14)} sent in ${sent.toFixed(1)} s, ${lost} lost, ${seen === null ? '' : `${seen} of ${4 * count} frames in the recording, `}${((cpu / (4 * count)) * 1e6).toFixed(2)} µs of CPU a frame${note}\n`,
    );
  }
  process.exitCode = traced.lost === 0 && traced.seen === 4 * count ? 0 : 1;

  async function byDocknet() {
    const trace = startTrace(machine, ['web', '--output', directory]);
    const text = await trace.waitFor(/Press Ctrl-C to end the trace/);
    const processes = await listDescendants(trace.pid);
    const before = await Promise.all(processes.map(({ pid }) => cpuSeconds(pid)));
    const { seconds } = await send();
    // A process more, once the recording is long.
    const after = await Promise.all((await listDescendants(trace.pid)).map(({ pid }) => cpuSeconds(pid)));
    const began = performance.now();
    const { stdout, status, stderr } = await trace.interrupt();
    if (status !== 0 && status !== 4) throw new Error(`the trace ended with ${status}: ${stderr}`);
    const [, recording = ''] = /^recording: (.*)$/m.exec(stdout) ?? [];
    let seen = 0;
    for await (const frames of readFrames(resolve('/', recording)))
      for (const { marker, bytes } of frames) if (!marker && bytes.length === load.length) seen += 1;
    const shown = stdout.slice(text.length).split('UDP 86 bytes').length - 1;
    const [, lost = null] = /, (?:none|([\d,]+) frames?) (?:LOST|lost)/.exec(stdout) ?? [];
    return {
      name: 'docknet trace',
      sent: seconds,
      seen,
      lost: lost === null ? 0 : Number(lost.replaceAll(',', '')),
      cpu: sum(after) - sum(before),
      note: `, ${shown} packets drawn; everything written ${((performance.now() - began) / 1000).toFixed(1)} s after Ctrl-C`,
    };
  }

  async function byTcpdump() {
    const host = machine.parts.hostNamespace;
    const points = [
      [machine.containerNamespace(web.pid), 'eth0'],
      [host, veth?.name ?? ''],
      [host, 'docker0'],
      [host, 'uplink'],
    ] as const;
    const recordings = await Promise.all(
      points.map(([namespace, device], n) => tcpdumpContender.record(namespace, device, join(directory, `${n}.pcap`))),
    );
    const before = await Promise.all(recordings.map((recording) => recording.cpuSeconds()));
    const { seconds } = await send();
    const after = await Promise.all(recordings.map((recording) => recording.cpuSeconds()));
    const lost = sum(await Promise.all(recordings.map((recording) => recording.stop())));
    return {
      name: 'tcpdump, four',
      sent: seconds,
      seen: null,
      lost,
      cpu: sum(after) - sum(before),
      note: ', nothing drawn or joined',
    };
  }
} finally {
  await machine.close();
  await rm(directory, { recursive: true, force: true });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
