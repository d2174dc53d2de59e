/** Runs format, lint, import rules and tests. Arguments are files or globs of tests for ava. */
import { startProcess } from '../process/index.js';
import { countTap, isResult } from './tap.js';

/** Runs a tool of the clone with its output shown. @returns whether its exit status is 0. */
async function runTool(name: string, tool: string, ...args: string[]): Promise<boolean> {
  console.log(`# ${name}`);
  const { status } = await startProcess([`node_modules/.bin/${tool}`, ...args], {
    env: process.env,
    stdout: 'inherit',
    stderr: 'inherit',
  }).ended;
  if (status !== 0) console.log(`not ok - ${name}`);
  return status === 0;
}

/** Milliseconds without output from ava until it is killed: more than any test’s own limit, a guest’s run included. */
const silenceMs = 1_440_000;

/** Runs ava, shows its lines and counts results. A bad end without a failed test counts as one failure. */
async function runAva(files: readonly string[]): Promise<{ readonly passed: number; readonly failed: number }> {
  console.log('# tests');
  const ava = startProcess(['node_modules/.bin/ava', '--tap', ...files], {
    env: process.env,
    stderr: 'inherit',
    detached: true,
  });
  // Detached, it leads a process group with its tests' processes: one signal ends them all.
  const killGroup = (signal: NodeJS.Signals): void => {
    if (ava.pid !== 0) process.kill(-ava.pid, signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, killGroup);
  const count = { passed: 0, failed: 0 };
  const timer = setTimeout(() => {
    console.log(`not ok - no output from the tests for ${silenceMs / 60_000} minutes`);
    killGroup('SIGKILL');
  }, silenceMs);
  ava.onLine((line) => {
    timer.refresh();
    const result = countTap(line);
    if (result !== null) count[result] += 1;
    if (isResult(line)) console.log(line);
  });
  const { status } = await ava.exited;
  await Promise.race([ava.ended, new Promise((resolve) => setTimeout(resolve, 5_000))]);
  clearTimeout(timer);
  if (count.failed === 0 && (status !== 0 || count.passed === 0)) count.failed = 1;
  return count;
}

const tools = [
  await runTool('format', 'prettier', '--check', '--log-level', 'warn', '.'),
  await runTool('lint', 'eslint', 'src', 'suites'),
  await runTool('import rules', 'depcruise', 'src', 'suites', '--config', '.dependency-cruiser.cjs'),
];
const tests = await runAva(process.argv.slice(2));
const failed = tests.failed + tools.filter((passed) => !passed).length;
console.log(`${tests.passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
