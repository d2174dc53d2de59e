/** Lint, the rules on imports, then every test. Arguments are files or globs of tests, as ava takes them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { countTap, isNews } from './tap.js';

/** Runs a tool of the clone with its output shown; true where it ended with status 0. */
async function passes(name: string, program: string, ...argv: string[]): Promise<boolean> {
  console.log(`# ${name}`);
  const child = spawn(`node_modules/.bin/${program}`, argv, { stdio: ['ignore', 'inherit', 'inherit'] });
  const [status] = (await once(child, 'close')) as [number | null];
  if (status !== 0) console.log(`not ok - ${name}`);
  return status === 0;
}

/** Milliseconds without a line from ava after which the tests are given up: more than its own `timeout`, which it forgets once a test has set one. */
const silence = 420_000;

/** Runs ava, shows its lines and counts them. A run that ends badly with no test to blame is a failure too. */
async function runAva(files: readonly string[]): Promise<{ readonly passed: number; readonly failed: number }> {
  console.log('# tests');
  // In a process group of its own, which its tests' processes are in too: one kill ends them all.
  const child = spawn('node_modules/.bin/ava', ['--tap', ...files], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const end = (signal: NodeJS.Signals): void => {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
  const ended = once(child, 'close') as Promise<[number | null]>;
  const count = { passed: 0, failed: 0 };
  const lines = createInterface(child.stdout);
  const patience = setTimeout(() => {
    console.log(`not ok - nothing was heard of the tests for ${silence / 60_000} minutes`);
    end('SIGKILL');
    lines.close();
  }, silence);
  for await (const line of lines) {
    patience.refresh();
    const kind = countTap(line);
    if (kind !== null) count[kind] += 1;
    if (isNews(line)) console.log(line);
  }
  const [status] = await ended;
  clearTimeout(patience);
  if (status !== 0 && count.failed === 0) count.failed = 1;
  if (count.passed + count.failed === 0) count.failed = 1;
  return count;
}

const wellMade = [
  await passes('lint', 'eslint', 'src', 'suites'),
  await passes('import rules', 'depcruise', 'src', 'suites', '--config', '.dependency-cruiser.cjs'),
];
const tests = await runAva(process.argv.slice(2));
const failed = tests.failed + wellMade.filter((passed) => !passed).length;
console.log(`${tests.passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
