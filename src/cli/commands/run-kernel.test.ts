import test, { type ExecutionContext } from 'ava';
import { listCachedKernels } from '../../machine/index.js';
import { readRecord } from '../../record/index.js';
import { docknet, joinPatterns, temporaryDirectory, writeSuite } from '../testing/docknet.js';

test.serial('a kernel that is not there: exit status 2, with the command that fetches it', async (t) => {
  const cache = await temporaryDirectory(t);
  const run = (...more: string[]) => docknet(['run', 'nat/masquerade', '--kernel-cache', cache, ...more]);
  const missing = await run('--kernel', 'debian:trixie');
  t.is(missing.exitCode, 2);
  t.regex(
    missing.stderr,
    /--kernel debian:trixie is not in the kernel cache .*sudo docknet kernel fetch debian:trixie$/,
  );
  const misspelt = await run('--kernel', 'debian:triksie');
  t.is(misspelt.exitCode, 2);
  t.regex(misspelt.stderr, /no such file\. Did you mean debian:trixie\?/);
  t.regex((await run('--kernel', process.execPath)).stderr, /pass its modules too: --modules DIRECTORY/);
  t.regex(
    (await run('--kernel', 'package.json', '--modules', cache)).stderr,
    /^docknet: .*package\.json is no kernel: /,
  );
  t.regex((await run('--kernel', 'x', '--engine', 'host')).stderr, /--engine host is on this machine/);
});

test.serial('docknet kernel: what can be fetched and removed', async (t) => {
  const cache = await temporaryDirectory(t);
  t.regex((await docknet(['kernel', 'list', '--kernel-cache', cache])).stdout, /^no kernels in .*debian:bookworm, /);
  const fetched = await docknet(['kernel', 'fetch', 'debian:triksie', '--kernel-cache', cache]);
  t.is(fetched.exitCode, 2);
  t.regex(fetched.stderr, /No kernel "debian:triksie" to fetch\. Did you mean debian:trixie\?/);
  const removed = await docknet(['kernel', 'remove', 'debian:trixie', '--kernel-cache', cache]);
  t.is(removed.exitCode, 2);
  t.regex(removed.stderr, /No kernel "debian:trixie" in .*docknet kernel list/);
});

/*
 * On a fetched kernel for real. Software emulation takes minutes, so this is not part of the test command:
 * "sudo npm run test:kernels" fetches a kernel and runs it.
 */
const fetchedKernels = process.env['DOCKNET_TEST_KERNELS'];
const onFetched = fetchedKernels === undefined ? test.serial.skip : test.serial;
const without = fetchedKernels === undefined ? ' (skipped: DOCKNET_TEST_KERNELS names no kernel cache)' : '';

async function runOnKernel(t: ExecutionContext, ...args: string[]) {
  const cache = fetchedKernels ?? '';
  const [kernel] = await listCachedKernels(cache);
  if (kernel === undefined) throw new Error(`There is no kernel in ${cache}.`);
  const output = await temporaryDirectory(t);
  const options = ['--kernel', kernel.name, '--kernel-cache', cache, '--no-baseline', '--output', output];
  const outcome = await docknet(['run', ...args, ...options, '--workers', '1'], { timeoutMs: 1_800_000 });
  const [, directory = ''] = /report: (\S+)\/index\.html/.exec(outcome.stdout) ?? [];
  return { ...outcome, kernel, record: (await readRecord(directory)).record };
}

onFetched(`checks run on another kernel, with packets as evidence${without}`, async (t) => {
  t.timeout(1_800_000);
  const checks = ['nat/masquerade', 'isolation/between-bridges', 'publish/one-address'];
  const { exitCode, stdout, kernel, record } = await runOnKernel(t, ...checks);
  t.is(exitCode, 0, stdout);
  t.is(record.cell.kernel.release, kernel.release);
  t.is(record.cell.kernel.origin, kernel.kernel.origin);
  t.true(['kvm', 'tcg'].includes(record.cell.machine?.accelerator ?? ''));
  for (const { verdict, points } of record.checks) {
    t.is(verdict, 'conforms');
    t.true(points.some(({ frames }) => frames > 0));
  }
});

onFetched(`a crash of the kernel is an error in its words, and the run goes on${without}`, async (t) => {
  t.timeout(1_800_000);
  // Only a guest has the word in its command line: this never crashes the machine of the test.
  const crash = 'grep -q docknet.guest /proc/cmdline && echo c > /proc/sysrq-trigger';
  const first = await writeSuite(t, 'kernel/crash', `async ({ host }) => { await host.sh(${JSON.stringify(crash)}); }`);
  const second = await writeSuite(t, 'kernel/next', 'async () => {}');
  const { exitCode, record } = await runOnKernel(t, '--suites', first, '--suites', second);
  t.is(exitCode, 4);
  const [crashed, next] = record.checks;
  t.is(crashed?.verdict, 'error');
  t.regex(
    crashed?.reason ?? '',
    joinPatterns(/^the virtual machine with kernel \S+ ended: /, /.*Kernel panic - not syncing: sysrq triggered crash/),
  );
  t.is(next?.verdict, 'conforms');
});
