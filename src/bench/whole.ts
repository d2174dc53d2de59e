import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { customAlphabet } from 'nanoid';
import { findEngine } from '../engine/index.js';
import { runCommand } from '../process/index.js';
import { labName, startPrivateLab } from '../lab/index.js';

/*
 * How long a person waits: an empty lab with its engine ready, the list of checks, every check on one engine, and every sabotage.
 * What is measured is the command a person calls. Goals: 2 s, 0.3 s, 60 s and 150 s on 2 cores.
 */
const docknet = fileURLToPath(new URL('../cli/main.js', import.meta.url));
const reports = await mkdtemp(join(tmpdir(), 'docknet-bench-'));
const rows: { readonly what: string; readonly seconds: number; readonly goal: number; readonly status: number }[] = [];

async function measure(what: string, goal: number, times: number, action: () => Promise<number>): Promise<void> {
  const taken: number[] = [];
  let status = 0;
  for (let n = 0; n < times; n += 1) {
    const started = performance.now();
    status ||= await action();
    taken.push((performance.now() - started) / 1000);
  }
  const seconds = taken.sort((a, b) => a - b)[Math.floor(taken.length / 2)] ?? NaN;
  rows.push({ what, seconds, goal, status });
  process.stdout.write(
    `${what.padEnd(44)} ${seconds.toFixed(2).padStart(7)} s   goal ${goal} s${status === 0 ? '' : `   exit ${status}`}\n`,
  );
}

const call =
  (...args: string[]) =>
  async () =>
    (await runCommand([process.execPath, docknet, ...args], { env: process.env, timeoutMs: 3_600_000 })).status ?? 1;

try {
  process.stdout.write(`${cpus().length} cores, load ${loadavg()[0]?.toFixed(1) ?? '?'} at the beginning\n`);
  const program = await findEngine({ kind: 'private' });
  await measure('an empty lab, its engine ready, and down again', 2, 5, async () => {
    const lab = await startPrivateLab({
      name: labName(customAlphabet('0123456789abcdefghijklmnopqrstuvwxyz', 10)(), 1),
      program,
      settings: {},
      engineTimeoutMs: 30_000,
    });
    await lab.close();
    return 0;
  });
  await measure('docknet list, median of 5', 0.3, 5, call('list'));
  await measure('docknet run, every check', 60, 1, call('run', '--output', reports));
  await measure('docknet prove, every sabotage', 150, 1, call('prove', '--output', reports));
} finally {
  await rm(reports, { recursive: true, force: true });
}
process.exitCode = rows.some((row) => row.status !== 0) ? 1 : 0;
