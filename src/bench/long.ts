/*
 * Joining and judging a recording of a million frames at four points, read from the file: 10 s and 1 GB at most. tcpdump and
 * tshark read the same file in the same run. `--frames N` and `--rate N` (frames per second) make it another recording.
 */
import { runOrThrow } from '../process/index.js';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import type { TopologyFile } from '../evidence/index.js';
import { cast, pathPoints, writeLongRecording } from './long-recording.js';

const { values } = parseArgs({
  options: { frames: { type: 'string', default: '1000000' }, rate: { type: 'string', default: '100000' } },
});
const [frames, rate] = [Number(values.frames), Number(values.rate)];
const goal = { seconds: 10, megabytes: 1024 };
const directory = await mkdtemp(join(tmpdir(), 'docknet-bench-'));
const recording = join(directory, 'recording.pcapng');

const regions = ['container', 'host', 'host', 'lan'] as const;
const network = {
  kind: 'network',
  key: 'app',
  name: 'app',
  id: 'a',
  subnet: '172.18.0.0/16',
  gateway: cast.gateway,
  bridge: 'br-app',
} as const;
const kept: TopologyFile = {
  topology: {
    engine: { version: '20.10.24', kind: 'private' },
    host: {
      address: cast.host,
      secondaryAddress: '198.51.100.3',
      uplink: 'uplink',
      mac: '02:00:00:00:00:01',
      secondLan: null,
      docker0: {
        ...network,
        key: 'bridge',
        name: 'bridge',
        subnet: '172.17.0.0/16',
        gateway: '172.17.0.1',
        bridge: 'docker0',
      },
    },
    places: {
      app: network,
      web: {
        kind: 'container',
        key: 'web',
        name: 'web',
        id: 'w',
        on: 'app',
        address: cast.web,
        mac: null,
        veth: 'veth0',
        pid: null,
        alsoOn: [],
        serve: null,
        ports: {},
      },
      server: {
        kind: 'lan-host',
        key: 'server',
        address: cast.server,
        subnet: '198.51.100.0/24',
        mac: '02:00:00:00:00:02',
      },
    },
    points: pathPoints.map((name, order) => ({ name, interface: name, region: regions[order] ?? 'host', order })),
  },
  outcome: { kind: 'ping', from: 'web', to: 'server', answered: true, ttl: 63, complaint: '', milliseconds: 1 },
  proof: { lost: 0, unproven: [] },
};
const tables = (flows: number): string =>
  [
    '*nat',
    ':POSTROUTING ACCEPT [0:0]',
    `[${flows}:84] -A POSTROUTING -s ${network.subnet} ! -o br-app -j MASQUERADE`,
    'COMMIT',
    '',
  ].join('\n');

interface Measured {
  readonly said: string;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly megabytes: number;
}

async function ours(task: 'join' | 'judge'): Promise<Measured> {
  const script = fileURLToPath(new URL('follow-process.js', import.meta.url));
  const { stdout } = await runOrThrow([process.execPath, script, task, directory], { timeoutMs: 3_600_000 });
  return JSON.parse(stdout) as Measured;
}

/** A tool's run, timed by the shell. */
async function theirs(tool: string, ...args: readonly string[]): Promise<Measured> {
  const { stdout, stderr } = await runOrThrow(
    ['bash', '-c', 'TIMEFORMAT="%R %U %S"; time "$@"', 'bash', tool, ...args],
    { timeoutMs: 3_600_000 },
  );
  const [seconds = NaN, user = NaN, system = NaN] = (stderr.trimEnd().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { said: stdout.trim().split('\n').at(-1) ?? '', seconds, cpuSeconds: user + system, megabytes: NaN };
}

function row(what: string, { said, seconds, cpuSeconds, megabytes }: Measured): void {
  const memory = Number.isNaN(megabytes) ? '' : `${megabytes.toFixed(0)} MB`;
  process.stdout.write(
    `${what.padEnd(26)}${seconds.toFixed(1).padStart(6)} s${cpuSeconds.toFixed(1).padStart(8)} s CPU${memory.padStart(10)}   ${said}\n`,
  );
}

try {
  process.stdout.write(`${cpus().length} cores, load ${loadavg()[0]?.toFixed(1) ?? '?'} at the beginning\n`);
  writeLongRecording(recording, frames, rate);
  await Promise.all([
    writeFile(join(directory, 'topology.json'), JSON.stringify(kept)),
    writeFile(join(directory, 'before.txt'), tables(0)),
    writeFile(join(directory, 'after.txt'), tables(1)),
  ]);
  process.stdout.write(
    `${frames} frames at ${pathPoints.length} points, ${rate} per second, ${((await stat(recording)).size / 2 ** 20).toFixed(0)} MB\n`,
  );
  row('tcpdump reads it', await theirs('tcpdump', '-n', '-r', recording, '--count'));
  // It decodes every frame as we do; what it makes of streams is left out, since our decoder reads frames on their own.
  const plain = ['tcp.analyze_sequence_numbers', 'tcp.desegment_tcp_streams']
    .map((preference) => `-o ${preference}:FALSE`)
    .join(' ');
  row(
    'tshark reads it',
    await theirs('sh', '-c', `tshark -n ${plain} -r "$0" -T fields -e frame.number | tail -n 1`, recording),
  );
  row('docknet joins it', await ours('join'));
  const judged = await ours('judge');
  row('docknet joins and judges it', judged);
  const reached = judged.seconds <= goal.seconds && judged.megabytes <= goal.megabytes;
  process.stdout.write(`goal: at most ${goal.seconds} s and ${goal.megabytes} MB, ${reached ? 'reached' : 'missed'}\n`);
} finally {
  await rm(directory, { recursive: true });
}
