import test, { type ExecutionContext } from 'ava';
import { defaultKernelCache, findQemu } from '../../machine/index.js';
import { readRecord, type RunRecord } from '../../record/index.js';
import { docknet, temporaryDirectory, type Outcome } from './docknet.js';

/** The kernel that tests boot: the oldest that can be fetched. */
const kernel = 'debian:bookworm';

/** The cache of the tests' kernel, which is fetched once. */
const cache = process.env['DOCKNET_TEST_KERNELS'] ?? defaultKernelCache();

const isLong = process.env['DOCKNET_TEST_KERNELS'] !== undefined;

/** Tests that run checks in a guest. Without KVM they take minutes, so that they are no part of the test command. */
export const inGuest = isLong ? test.serial : test.serial.skip;

/** Why such a test is skipped, to be added to its title. */
export const whySkipped = isLong ? '' : ' (skipped: npm run test:kernels sets DOCKNET_TEST_KERNELS)';

/** Returns why this machine cannot boot another kernel; null if it can. */
export async function findNoGuest(): Promise<string | null> {
  if (process.arch !== 'x64') return `QEMU’s guests are for amd64, and this machine is ${process.arch}`;
  return findQemu().then(
    () => null,
    (cause: unknown) => (cause as Error).message,
  );
}

/** Fetches the tests' kernel unless it is in the cache. @returns the options that boot it. */
export async function fetchTestKernel(t: ExecutionContext, timeoutMs: number): Promise<readonly string[]> {
  const options = ['--kernel-cache', cache];
  const { exitCode, stderr } = await docknet(['kernel', 'fetch', kernel, ...options], { timeoutMs });
  t.is(exitCode, 0, stderr);
  return ['--kernel', kernel, ...options];
}

/** Runs checks in a guest. Its kernel is fetched from the machine's Debian mirror unless it is in the cache. */
export async function runInGuest(
  t: ExecutionContext,
  args: readonly string[],
  limits: { readonly fetchMs: number; readonly runMs: number },
): Promise<Outcome & { readonly record: RunRecord }> {
  const options = await fetchTestKernel(t, limits.fetchMs);
  const output = await temporaryDirectory(t);
  const outcome = await docknet(['run', ...args, ...options, '--no-baseline', '--output', output], {
    timeoutMs: limits.runMs,
  });
  return { ...outcome, record: await readRun(outcome.stdout, outcome.stderr) };
}

/** Reads the record of a run that a command has printed the report of. */
export async function readRun(stdout: string, stderr = ''): Promise<RunRecord> {
  const [, directory] = /report: (\S+)\/index\.html/.exec(stdout) ?? [];
  if (directory === undefined) throw new Error(`The run left no report:\n${stdout}${stderr}`);
  return (await readRecord(directory)).record;
}
