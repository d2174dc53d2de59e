/*
 * Runs one area of checks on this machine and in a virtual machine, in turns: how much the guest costs, and how long
 * its first verdict takes. Goals with KVM: 1.3 times the time, 15 s; with software emulation 90 s to the first verdict.
 * Arguments: an area (default: nat), and a kernel that "docknet kernel fetch" fetched (default: debian:bookworm).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess } from '../process/index.js';
import { readRecord, type RunRecord } from '../record/index.js';
import { docknet, printMachine } from './measure.js';

const [area = 'nat', kernel = 'debian:bookworm'] = process.argv.slice(2);
const goals = { kvm: { ratio: 1.3, firstVerdict: 15 }, tcg: { ratio: null, firstVerdict: 90 } };
const reports = await mkdtemp(join(tmpdir(), 'docknet-bench-'));

interface Measured {
  readonly seconds: number;
  /** Seconds from the start to the first verdict. */
  readonly firstVerdict: number;
  readonly record: RunRecord;
}

try {
  printMachine();
  const outside = [await measure('on this machine')];
  const guest = await measure(`in a guest with ${kernel}`, '--kernel', kernel);
  outside.push(await measure('on this machine, again'));
  const accelerator = guest.record.cell.machine?.accelerator ?? 'kvm';
  const { ratio: goal, firstVerdict } = goals[accelerator];
  printRow(
    `first verdict in the guest (${accelerator})`,
    `${guest.firstVerdict.toFixed(1)} s`,
    `goal ${firstVerdict} s`,
  );
  const note = goal === null ? 'no goal with emulation' : `goal at most ${goal}`;
  const whole = ratioOf(guest, outside, ({ seconds }) => seconds);
  printRow('the guest against this machine, whole run', whole, note);
  printRow('the guest against this machine, the checks alone', ratioOf(guest, outside, sumOfChecks), note);
} finally {
  await rm(reports, { recursive: true, force: true });
}

/** Runs the area with one worker. */
async function measure(what: string, ...options: readonly string[]): Promise<Measured> {
  const started = performance.now();
  const secondsSince = () => (performance.now() - started) / 1000;
  const argv = ['run', area, '--workers', '1', '--no-baseline', '--output', reports, ...options];
  const run = startProcess([process.execPath, docknet, ...argv], { env: process.env });
  await run.waitForOutput(/^ *1\/\d+ /m);
  const firstVerdict = secondsSince();
  const { status } = await run.ended;
  const seconds = secondsSince();
  const [, directory] = /report: (\S+)\/index\.html/.exec(run.stdout) ?? [];
  if (directory === undefined) throw new Error(`docknet run ${area} left no report:\n${run.stdout}${run.stderr}`);
  if (status !== 0) process.exitCode = 1;
  const { record } = await readRecord(directory);
  const load = `load ${loadavg()[0]?.toFixed(1) ?? '?'}`;
  const note = `first verdict after ${firstVerdict.toFixed(1)} s   ${record.checks.length} checks   ${load}`;
  printRow(`docknet run ${area}, ${what}`, `${seconds.toFixed(1)} s`, note);
  return { seconds, firstVerdict, record };
}

function ratioOf(guest: Measured, outside: readonly Measured[], value: (run: Measured) => number): string {
  const mean = outside.reduce((sum, run) => sum + value(run), 0) / outside.length;
  return (value(guest) / mean).toFixed(2);
}

function sumOfChecks({ record }: Measured): number {
  return record.checks.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
}

function printRow(what: string, value: string, note: string): void {
  process.stdout.write(`${what.padEnd(56)}${value.padStart(9)}   ${note}\n`);
}
