/*
 * Traces datagrams from a container to a LAN host: 20,000 packets a second at four points, every one printed. Then four
 * tcpdumps record the same load. Goal: no loss.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readCpuSeconds, tcpdumpContender } from './capture/contenders.js';
import { readFrames } from '../capture/index.js';
import { openFrameSender } from '../capture/testing/frame-sender.js';
import { listDescendants } from '../cli/testing/processes.js';
import { startTrace, startTraceMachine } from '../cli/testing/trace-machine.js';
import { findContainer } from '../engine/index.js';
import { parseLinks } from '../lab/index.js';
import { runCommand, type CommandPrefix } from '../process/index.js';
import { encodeHeaders, payloadOffset } from './datagram.js';
import { printMachine } from './measure.js';

const load = { rate: 20_000, seconds: 10, length: 128 };
const count = load.rate * load.seconds;
const pointCount = 4;

interface Result {
  readonly name: string;
  /** Seconds in which the frames were sent. */
  readonly sent: number;
  readonly lost: number;
  /** CPU seconds. */
  readonly cpu: number;
  readonly note: string;
}

const directory = await mkdtemp(join(tmpdir(), 'docknet-bench-'));
const { machine, server } = await startTraceMachine();
try {
  const web = await findContainer(machine.engine, 'web');
  if (web === null) throw new Error('the container web is not there');
  const inside = (await readLinks(machine.containerNetworkPrefix(web.pid))).find(({ name }) => name === 'eth0');
  const onHost = await readLinks(machine.hostNetworkPrefix);
  const veth = onHost.find(({ peer, type }) => type === 'veth' && peer === inside?.index);
  const docker0 = onHost.find(({ name }) => name === 'docker0');
  if (inside === undefined || veth === undefined || docker0 === undefined)
    throw new Error('the container has no eth0, or its veth is not there');
  const source = web.attachments[0]?.address ?? '';
  const addresses = { sourceMac: inside.mac, destinationMac: docker0.mac, source, destination: server.address };
  const head = encodeHeaders(addresses, load.length);
  const sender = await openFrameSender(machine.containerNamespace(web.pid), 'eth0');
  const send = async () => {
    const { rate, length } = load;
    return (await sender.send({ count, length, rate, numbered: true, head, numberAt: payloadOffset })).seconds;
  };
  printMachine();
  process.stdout.write(`${count} datagrams of ${load.length} bytes, ${load.rate} a second, at ${pointCount} points\n`);
  printResult(await measureDocknet(send));
  printResult(await measureTcpdump(send, machine.containerNamespace(web.pid), veth.name));
  await sender.close();
} finally {
  await machine.close();
  await rm(directory, { recursive: true, force: true });
}

async function readLinks(prefix: CommandPrefix) {
  return parseLinks((await runCommand(['ip', '-json', '-details', 'link'], { prefix })).stdout);
}

function printResult({ name, sent, lost, cpu, note }: Result): void {
  const perFrame = ((cpu / (pointCount * count)) * 1e6).toFixed(2);
  const start = `${name.padEnd(14)} sent in ${sent.toFixed(1)} s, ${lost} lost`;
  process.stdout.write(`${start}, ${perFrame} µs of CPU a frame, ${note}\n`);
}

async function measureDocknet(send: () => Promise<number>): Promise<Result> {
  const trace = startTrace(machine, ['web', '--output', directory]);
  const before = await trace.waitFor(/Press Ctrl-C to end the trace/);
  const cpuBefore = await measureCpu((await listDescendants(trace.pid)).map(({ pid }) => pid));
  const sent = await send();
  // Counts the process that annotates a long recording, too.
  const cpuAfter = await measureCpu((await listDescendants(trace.pid)).map(({ pid }) => pid));
  const interrupted = performance.now();
  const { stdout, status, stderr } = await trace.interrupt();
  const saved = ((performance.now() - interrupted) / 1000).toFixed(1);
  if (status !== 0 && status !== 4) throw new Error(`the trace ended with ${status}: ${stderr}`);
  const [, recording = ''] = /^recording: (.*)$/m.exec(stdout) ?? [];
  const recorded = await countDatagrams(resolve('/', recording));
  const printed = stdout.slice(before.length).split('UDP 86 bytes').length - 1;
  const [, lost = '0'] = /, ([\d,]+) frames? LOST/.exec(stdout) ?? [];
  if (lost !== '0' || recorded !== pointCount * count) process.exitCode = 1;
  return {
    name: 'docknet trace',
    sent,
    lost: Number(lost.replaceAll(',', '')),
    cpu: cpuAfter - cpuBefore,
    note:
      `${recorded} of ${pointCount * count} frames recorded, ${printed} packets printed, ` +
      `saved ${saved} s after Ctrl-C`,
  };
}

async function measureTcpdump(send: () => Promise<number>, container: string, veth: string): Promise<Result> {
  const host = machine.parts.hostNamespace;
  const points = [
    [container, 'eth0'],
    [host, veth],
    [host, 'docker0'],
    [host, 'uplink'],
  ] as const;
  const recordings = await Promise.all(
    points.map(([namespace, device], n) => tcpdumpContender.record(namespace, device, join(directory, `${n}.pcap`))),
  );
  const measure = async () => sum(await Promise.all(recordings.map((recording) => recording.cpuSeconds())));
  const before = await measure();
  const sent = await send();
  const cpu = (await measure()) - before;
  const lost = sum(await Promise.all(recordings.map((recording) => recording.stop())));
  return { name: 'tcpdump, four', sent, lost, cpu, note: 'nothing printed or joined' };
}

async function countDatagrams(recording: string): Promise<number> {
  let count = 0;
  for await (const frames of readFrames(recording))
    count += frames.filter(({ marker, bytes }) => !marker && bytes.length === load.length).length;
  return count;
}

async function measureCpu(pids: readonly number[]): Promise<number> {
  return sum(await Promise.all(pids.map(readCpuSeconds)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
