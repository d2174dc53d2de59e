import test from 'ava';
import { readdir } from 'node:fs/promises';
import { docknet, startDocknet, temporaryDirectory } from '../testing/docknet.js';
import { fetchTestKernel, findNoGuest, runInGuest } from '../testing/guests.js';
import { findLeftovers, waitForExit } from '../testing/leftovers.js';
import { listDescendants } from '../testing/processes.js';

const noGuest = await findNoGuest();
const inGuest = noGuest === null ? test.serial : test.serial.skip;
const without = noGuest === null ? '' : ` (${noGuest})`;

/** Masquerading, isolation, a published port, Docker's name server, no network: what a kernel must do for Docker. */
const checks = [
  'nat/masquerade',
  'isolation/between-bridges',
  'publish/one-address',
  'dns/reverse-lookup',
  'none/only-loopback',
];

inGuest(`five checks on another kernel, with packets as evidence${without}`, async (t) => {
  // Two minutes with software emulation on a machine of today; only a run that hangs reaches the limit.
  t.timeout(1_300_000);
  const { exitCode, stdout, record } = await runInGuest(t, checks, { fetchMs: 120_000, runMs: 1_100_000 });
  t.is(exitCode, 0, stdout);
  t.is(record.checks.length, checks.length);
  t.regex(record.cell.kernel.release, /^6\.1\./);
  t.regex(record.cell.kernel.origin ?? '', /^linux-image-6\.1\.\S+ \S+, verified by apt, with Debian’s keys$/);
  t.true(['kvm', 'tcg'].includes(record.cell.machine?.accelerator ?? ''));
  for (const { id, verdict, reason, points } of record.checks) {
    t.is(verdict, 'conforms', `${id}: ${reason}`);
    t.is(
      points.some(({ frames }) => frames > 0),
      id !== 'none/only-loopback',
      id,
    );
  }
});

for (const signal of ['SIGINT', 'SIGKILL'] as const) {
  inGuest(`${signal} while a guest boots leaves no process, mount or directory${without}`, async (t) => {
    const options = await fetchTestKernel(t, 120_000);
    const output = await temporaryDirectory(t);
    const running = startDocknet(t, ['run', checks[0] ?? '', ...options, '--no-baseline', '--output', output]);
    let all = await listDescendants(running.pid);
    while (running.running && !all.some(({ name }) => name.startsWith('qemu-system')))
      all = await listDescendants(running.pid);
    const [run = ''] = await readdir(output);
    running.kill(signal);
    t.is((await running.ended).status, signal === 'SIGINT' ? 130 : null, running.stderr);
    t.deepEqual(await waitForExit(all), []);
    if (signal === 'SIGKILL') await docknet(['doctor', '--clean']);
    t.deepEqual(await findLeftovers(run), []);
  });
}
