import type { ExecutionContext } from 'ava';
import { joinPatterns, startDocknet, temporaryDirectory, writeSuite } from '../testing/docknet.js';
import { fetchTestKernel, inGuest, readRun, runInGuest, whySkipped } from '../testing/guests.js';
import { listDescendants } from '../testing/processes.js';

/* Crashes for real, each in a guest of its own. */
const limits = { fetchMs: 600_000, runMs: 1_500_000 };

/** Writes a check whose script runs on the docker host in a guest. Nowhere else has the word in its command line. */
const writeCheck = (t: ExecutionContext, id: string, script: string) => {
  const command = `grep -q docknet.guest /proc/cmdline && ${script}`;
  return writeSuite(t, id, `async ({ host }) => { await host.sh(${JSON.stringify(command)}); }`);
};

const panic = 'echo c > /proc/sysrq-trigger';
const exhaust = 'tail /dev/zero';
/** A write to a frozen file system blocks in the kernel. */
const block = [
  'echo 5 > /proc/sys/kernel/hung_task_timeout_secs',
  'cd /run && truncate -s 20M disk && mkfs.ext4 -q disk && modprobe -a loop ext4 && mkdir -p frozen',
  'mount -o loop disk frozen && fsfreeze --freeze frozen && touch frozen/file',
].join(' && ');

for (const [id, script, words] of [
  ['crash/panic', panic, joinPatterns(/sysrq: Trigger a crash|/, /Kernel panic - not syncing: sysrq triggered crash/)],
  ['crash/memory', exhaust, /Kernel panic - not syncing: Out of memory: system-wide panic_on_oom is enabled/],
  ['crash/blocked', block, /INFO: task touch:\d+ blocked for more than .*; Kernel panic - not syncing: hung_task/],
] as const) {
  inGuest(`${id}: an error in the kernel’s words, and the run goes on in a fresh guest${whySkipped}`, async (t) => {
    t.timeout(limits.fetchMs + limits.runMs);
    const crash = await writeCheck(t, id, script);
    const next = await writeCheck(t, 'crash/then', 'true');
    const args = ['--suites', crash, '--suites', next, '--workers', '1'];
    const { exitCode, record } = await runInGuest(t, args, limits);
    t.is(exitCode, 4);
    const verdicts = record.checks.map((check) => [check.id, check.verdict]);
    t.deepEqual(verdicts, [
      [id, 'error'],
      ['crash/then', 'conforms'],
    ]);
    const [crashed] = record.checks;
    t.regex(crashed?.reason ?? '', /^the virtual machine with kernel \S+ ended: /);
    t.regex(crashed?.reason ?? '', words);
  });
}

inGuest(`of two checks in a guest, the one that crashes it is the error${whySkipped}`, async (t) => {
  t.timeout(limits.fetchMs + limits.runMs);
  // Labs share the kernel’s settings. The first waits until the second has begun, the second until it is ended, for
  // at most 40 s: alone, each comes to its end.
  const swappiness = '/proc/sys/vm/swappiness';
  const wait = (value: number) => `for n in $(seq 40); do [ $(cat ${swappiness}) = ${value} ] && break; sleep 1; done`;
  const crash = await writeCheck(t, 'crash/panic', `{ ${wait(41)}; ${panic}; }`);
  const beside = await writeCheck(t, 'crash/beside', `{ echo 41 > ${swappiness}; ${wait(42)}; }`);
  const args = ['--suites', crash, '--suites', beside, '--workers', '2'];
  const { stderr, stdout, record } = await runInGuest(t, args, limits);
  t.regex(stdout + stderr, /Several checks ran there; each runs again, alone\./);
  t.deepEqual(Object.fromEntries(record.checks.map(({ id, verdict }) => [id, verdict])), {
    'crash/panic': 'error',
    'crash/beside': 'conforms',
  });
});

for (const [what, name, signal, words] of [
  ['stands still', 'qemu-system', 'SIGSTOP', /it gave no sign of life for \d+ s; its console:\n/],
  ['loses its files', 'virtiofsd', 'SIGKILL', /virtiofsd ended: /],
] as const) {
  inGuest(`a guest that ${what}: an error, and the run goes on in a fresh guest${whySkipped}`, async (t) => {
    t.timeout(limits.fetchMs + limits.runMs);
    const suites = await Promise.all(['one', 'two', 'three'].map((check) => writeCheck(t, `hang/${check}`, 'true')));
    const args = [...suites.flatMap((suite) => ['--suites', suite]), '--workers', '1', '--no-baseline'];
    const options = await fetchTestKernel(t, limits.fetchMs);
    const running = startDocknet(t, ['run', ...args, ...options, '--output', await temporaryDirectory(t)]);
    await running.waitForOutput(/1\/3/, { timeoutMs: limits.runMs });
    const found = (await listDescendants(running.pid)).filter((one) => one.name.startsWith(name));
    t.not(found.length, 0);
    for (const { pid } of found) process.kill(pid, signal);
    t.is((await running.ended).status, 4, running.stderr);
    const { checks } = await readRun(running.stdout);
    t.deepEqual(checks.map(({ verdict }) => verdict).sort(), ['conforms', 'conforms', 'error']);
    t.regex(checks.find(({ verdict }) => verdict === 'error')?.reason ?? '', words);
  });
}
