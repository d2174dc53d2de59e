/*
 * Measures how long a user waits: an empty lab with its engine, the list of checks, every check on one engine, and
 * every sabotage. Goals on 2 cores: 2 s, 0.3 s, 60 s and 150 s.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findEngine } from '../engine/index.js';
import { labName, startPrivateLab } from '../lab/index.js';
import { newRunId } from '../runner/index.js';
import { docknet, median, printMachine, timeCommand } from './measure.js';

const reports = await mkdtemp(join(tmpdir(), 'docknet-bench-'));

try {
  printMachine();
  const program = await findEngine({ kind: 'private' });
  await measure('an empty lab with its engine, built and removed', 2, 5, async () => {
    const started = performance.now();
    const options = { name: labName(newRunId(), 1), program, settings: {}, engineTimeoutMs: 30_000 };
    await (await startPrivateLab(options)).close();
    return { seconds: (performance.now() - started) / 1000, status: 0 };
  });
  await measure('docknet list, median of 5', 0.3, 5, () => time('list'));
  await measure('docknet run, every check', 60, 1, () => time('run', '--output', reports));
  await measure('docknet prove, every sabotage', 150, 1, () => time('prove', '--output', reports));
} finally {
  await rm(reports, { recursive: true, force: true });
}

interface Time {
  readonly seconds: number;
  readonly status: number;
}

function time(...args: string[]): Promise<Time> {
  return timeCommand([process.execPath, docknet, ...args]);
}

/** Measures several times and prints the median. */
async function measure(what: string, goal: number, times: number, run: () => Promise<Time>): Promise<void> {
  const taken: Time[] = [];
  for (let n = 0; n < times; n += 1) taken.push(await run());
  const seconds = median(taken.map((one) => one.seconds)).toFixed(2);
  const failed = taken.find(({ status }) => status !== 0);
  if (failed !== undefined) process.exitCode = 1;
  const exit = failed === undefined ? '' : `   exit ${failed.status}`;
  process.stdout.write(`${what.padEnd(48)} ${seconds.padStart(7)} s   goal ${goal} s${exit}\n`);
}
