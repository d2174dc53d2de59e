/*
 * Joins and judges a recording of a million frames at four points from its file: at most 10 s and 1 GB. tcpdump and
 * tshark read the same file. `--frames N` and `--rate N` (frames per second) change the recording.
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { runOrThrow } from '../process/index.js';
import { evidence, pathPoints, writeLongEvidence } from './long-recording.js';
import { printMachine, timeCommand, type CommandTime } from './measure.js';

/** What read-process.js prints. */
interface ReadTime extends Omit<CommandTime, 'status'> {
  readonly megabytes: number;
}

const { values } = parseArgs({
  options: { frames: { type: 'string', default: '1000000' }, rate: { type: 'string', default: '100000' } },
});
const [frames, rate] = [Number(values.frames), Number(values.rate)];
const goal = { seconds: 10, megabytes: 1024 };
const directory = await mkdtemp(join(tmpdir(), 'docknet-bench-'));
const recording = join(directory, evidence.recording);

try {
  printMachine();
  await writeLongEvidence(directory, frames, rate);
  const size = ((await stat(recording)).size / 2 ** 20).toFixed(0);
  process.stdout.write(`${frames} frames at ${pathPoints.length} points, ${rate} per second, ${size} MB\n`);
  printRow('tcpdump reads it', await timeCommand(['tcpdump', '-n', '-r', recording, '--count']));
  // Without its analysis of streams: docknet decodes frame by frame.
  const options = '-o tcp.analyze_sequence_numbers:FALSE -o tcp.desegment_tcp_streams:FALSE';
  const script = `tshark -n ${options} -r "$0" -T fields -e frame.number | tail -n 1`;
  printRow('tshark reads it', await timeCommand(['sh', '-c', script, recording]));
  printRow('docknet joins it', await timeDocknet('join'));
  const judged = await timeDocknet('judge');
  printRow('docknet joins and judges it', judged);
  const reached = judged.seconds <= goal.seconds && judged.megabytes <= goal.megabytes;
  process.stdout.write(`goal: at most ${goal.seconds} s and ${goal.megabytes} MB, ${reached ? 'reached' : 'missed'}\n`);
} finally {
  await rm(directory, { recursive: true });
}

async function timeDocknet(task: 'join' | 'judge'): Promise<ReadTime> {
  const script = fileURLToPath(new URL('read-process.js', import.meta.url));
  const { stdout } = await runOrThrow([process.execPath, script, task, directory], { timeoutMs: 3_600_000 });
  return JSON.parse(stdout) as ReadTime;
}

function printRow(what: string, time: Omit<CommandTime, 'status'> & { readonly megabytes?: number }): void {
  const { output, seconds, cpuSeconds, megabytes } = time;
  const memory = megabytes === undefined ? '' : `${megabytes.toFixed(0)} MB`;
  const times = `${seconds.toFixed(1).padStart(6)} s${cpuSeconds.toFixed(1).padStart(8)} s CPU`;
  process.stdout.write(`${what.padEnd(28)}${times}${memory.padStart(10)}   ${output}\n`);
}
