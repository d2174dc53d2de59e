/*
 * Measures how long a user waits: an empty lab with its engine, the list of checks, every check on one engine and on
 * three, and every sabotage. Compares a run with the same engine work without recording (raw/).
 *
 * Goals on 2 cores: 2 s for a lab, 0.3 s for the list, 60 s for a run, 150 s for every sabotage; a run takes at most
 * 1.25 times its raw engine work, three engines at most 2.6 times one. A run and its raw work take turns, so that the
 * machine's other load affects both.
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultEngineCache, findEngine, listCachedEngines } from '../engine/index.js';
import { labName, startPrivateLab } from '../lab/index.js';
import { readRecord, recordFile } from '../record/index.js';
import { newRunId } from '../runner/index.js';
import { docknet, median, printMachine, timeCommand } from './measure.js';
import { replayWork } from './raw/replay.js';
import { describeWork, readRunWork } from './raw/work.js';

const goals = { raw: 1.25, threeEngines: 2.6 };
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
  const run = await measureRuns();
  await measureThreeEngines(run);
  await measure('docknet prove, every sabotage', 150, 1, () => time('prove', '--output', reports));
} finally {
  await rm(reports, { recursive: true, force: true });
}

/** Measures a whole run and its raw engine work, twice each in turns. @returns the run's seconds. */
async function measureRuns(): Promise<number> {
  const what = 'docknet run, every check';
  const once = () => measure(what, 60, 1, () => time('run', '--output', reports, '--no-baseline'));
  const first = await once();
  const [name = ''] = (await readdir(reports)).filter((entry) => entry !== 'index.html');
  const work = await readRunWork(await readRecord(join(reports, name, recordFile)));
  const raw = [await replayWork(work), await replayWork(work)];
  for (const seconds of raw) printRow('the same engine work without docknet', seconds);
  const second = await once();
  process.stdout.write(`  ${describeWork(work)}, ${work.workers} labs at once\n`);
  printRatio('a run against its engine work', (first + second) / sum(raw), goals.raw);
  return (first + second) / 2;
}

/** Measures a matrix of three engines: the machine's own with two fetched ones, or three times the machine's own. */
async function measureThreeEngines(run: number): Promise<void> {
  const fetched = (await listCachedEngines(defaultEngineCache())).map(({ name }) => name).slice(0, 2);
  const engines = ['private', ...(fetched.length === 2 ? fetched : ['private', 'private'])];
  const options = engines.flatMap((engine) => ['--engine', engine]);
  const seconds = await measure(`docknet run, ${engines.join(', ')}`, goals.threeEngines * 60, 1, () =>
    time('run', ...options, '--output', reports, '--no-baseline'),
  );
  printRatio('three engines against one', seconds / run, goals.threeEngines);
}

interface Time {
  readonly seconds: number;
  readonly status: number;
}

function time(...args: string[]): Promise<Time> {
  return timeCommand([process.execPath, docknet, ...args]);
}

/** Measures several times and prints the median. @returns it. */
async function measure(what: string, goal: number, times: number, run: () => Promise<Time>): Promise<number> {
  const taken: Time[] = [];
  for (let n = 0; n < times; n += 1) taken.push(await run());
  const seconds = median(taken.map((one) => one.seconds));
  const failed = taken.find(({ status }) => status !== 0);
  if (failed !== undefined) process.exitCode = 1;
  printRow(what, seconds, `goal ${goal} s${failed === undefined ? '' : `   exit ${failed.status}`}`);
  return seconds;
}

function printRow(what: string, seconds: number, note = ''): void {
  const load = `load ${loadavg()[0]?.toFixed(1) ?? '?'}`;
  process.stdout.write(`${what.padEnd(56)} ${seconds.toFixed(2).padStart(7)} s   ${load.padEnd(10)} ${note}\n`);
}

function printRatio(what: string, ratio: number, goal: number): void {
  const verdict = ratio <= goal ? 'reached' : 'missed';
  process.stdout.write(`${what.padEnd(56)} ${ratio.toFixed(2).padStart(7)}     goal at most ${goal}, ${verdict}\n`);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
