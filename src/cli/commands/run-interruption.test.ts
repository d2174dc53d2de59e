import test, { type ExecutionContext } from 'ava';
import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand, type ManagedProcess } from '../../process/index.js';
import { readRecord } from '../../record/index.js';
import { docknet, room, startDocknet } from '../testing/docknet.js';
import { oneMoreCheck } from '../testing/one-more-check.js';
import { descendants, stillRunning, type Process } from '../testing/processes.js';

interface Running {
  readonly child: ManagedProcess;
  readonly reports: string;
  /** Returns its output so far. */
  readonly output: () => string;
}

/** Checks of every kind of network, each conforming on every engine. */
const several = [
  'none/only-loopback',
  'none/no-traffic',
  'nat/masquerade',
  'nat/masquerade-rule',
  'nat/ttl-63',
  'host/same-netns',
  'nat/host-address-stays-off-uplink',
];

/** Starts a run of several checks and waits until one of them has its verdict. */
async function underWay(
  t: ExecutionContext,
  checks = several,
  call: Parameters<typeof startDocknet>[2] = {},
): Promise<Running> {
  const reports = await room(t);
  const child = startDocknet(t, ['run', ...checks, '--workers', '1', '--output', reports], call);
  await Promise.race([child.waitForOutput(/^ *1\/\d+ .*\n/m), child.ended]);
  return { child, reports, output: () => child.stdout + child.stderr };
}

/** The run's id: the name of its directory. */
async function runOf({ reports }: Running): Promise<string> {
  return (await readdir(reports)).find((name) => name !== 'index.html') ?? '';
}

/** Its processes once an engine is among them: between two checks there may be none, where the second gets another lab. */
async function withEngine({
  child,
  output,
}: Running): Promise<{ readonly all: readonly Process[]; readonly engine: Process }> {
  while (child.running) {
    const all = await descendants(child.pid);
    const engine = all.find(({ name }) => name === 'dockerd');
    if (engine !== undefined) return { all, engine };
  }
  throw new Error(`it ended before it was interrupted: ${output()}`);
}

/** Waits until every one of those processes has ended, as far as a minute suffices. */
async function allEnd(those: readonly Process[]): Promise<readonly Process[]> {
  await Promise.all(
    those.map(({ pid }) => runCommand(['tail', '-f', '/dev/null', '--pid', String(pid)], { timeoutMs: 60_000 })),
  );
  return stillRunning(those);
}

/** What of a run is on the machine: its entry, its control groups, mounts and interfaces that carry its id. */
async function traces(run: string): Promise<string[]> {
  const [groups, mounts, links, names] = await Promise.all([
    runCommand(['find', '/sys/fs/cgroup', '-maxdepth', '8', '-name', `docknet-${run}-*`]),
    readFile('/proc/self/mountinfo', 'utf8'),
    runCommand(['ip', 'link']),
    readdir('/run/docknet/runs').catch(() => []),
  ]);
  const lines = [...groups.stdout.split('\n'), ...mounts.split('\n'), ...links.stdout.split('\n')];
  return [...lines.filter((line) => line.includes(run)), ...names.filter((name) => name.includes(run))];
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test.serial(`${signal} takes the labs down, writes the record and ends with status 130`, async (t) => {
    const running = await underWay(t);
    const run = await runOf(running);
    const { all: below } = await withEngine(running);
    running.child.kill(signal);
    t.like(await running.child.ended, { status: 130, signal: null }, running.output());
    t.regex(running.output(), /interrupted: taking the labs down/);
    t.regex(running.output(), /interrupted \(engine/);
    t.deepEqual(await allEnd(below), []);
    t.deepEqual(await traces(run), []);
    const { record } = await readRecord(join(running.reports, run));
    t.true(record.run.interrupted);
    t.true(record.checks.length >= 1 && record.checks.length < 7, `${record.checks.length} checks`);
    t.true(record.checks.every(({ verdict }) => verdict === 'conforms'));
    await access(join(running.reports, run, 'index.html'));
  });
}

test.serial('a second SIGINT ends it at once, and the labs go with it', async (t) => {
  const running = await underWay(t);
  const { all: below } = await withEngine(running);
  running.child.kill('SIGINT');
  await new Promise<void>((resolve) => {
    for (const stream of ['stdout', 'stderr'] as const)
      running.child.onData(() => {
        resolve();
      }, stream);
  });
  // Again and again, as an impatient person does: within a second it is taken for the first one still.
  const again = setInterval(() => {
    running.child.kill('SIGINT');
  }, 300);
  t.like(await running.child.ended, { status: 130, signal: null });
  clearInterval(again);
  t.deepEqual(await allEnd(below), []);
});

test.serial(
  'kill -9 leaves no process, namespace or mount; doctor tells the rest and doctor --clean removes it',
  async (t) => {
    const running = await underWay(t);
    const run = await runOf(running);
    const { all: below } = await withEngine(running);
    running.child.kill();
    t.like(await running.child.ended, { status: null, signal: 'SIGKILL' });
    t.deepEqual(
      await allEnd(below),
      [],
      'engine, containers and recorder went with it; namespaces and mounts live by processes alone',
    );
    t.regex((await docknet(['doctor'])).stdout, new RegExp(`Left by killed runs: .*/${run}.*doctor --clean`));
    const { stdout } = await docknet(['doctor', '--clean']);
    t.regex(stdout, new RegExp(`Removed what killed runs and fetches had left:[^]*/${run}`));
    t.deepEqual(await traces(run), []);
  },
);

test.serial(
  'an engine that dies in the middle breaks its check, with the end of its log, and the run goes on',
  async (t) => {
    // In the middle by the order of the register; it goes on until its engine has died, whenever that is, and then wants something of it.
    const when =
      'when: async ({ host, web }) => { await host.sh(\'tail --pid "$(cat /run/docknet/dockerd.pid)" -f /dev/null\'); await web.start(); }';
    const { main } = await oneMoreCheck(t, 'nat/waits', when, false);
    const running = await underWay(t, ['nat/ttl-63', 'nat/waits', 'publish/one-address'], { main });
    process.kill((await withEngine(running)).engine.pid, 'SIGKILL');
    const { status } = await running.child.ended;
    t.is(status, 4, running.output());
    const run = await runOf(running);
    const { record, directory } = await readRecord(join(running.reports, run));
    const errors = record.checks.filter(({ verdict }) => verdict === 'error');
    t.is(errors.length, 1, running.output());
    t.regex(errors[0]?.reason ?? '', /The engine (has ended|no longer answers); the end of its log: \S/);
    t.is(
      record.checks.filter(({ verdict }) => verdict === 'conforms' || verdict === 'known deviation').length,
      record.checks.length - 1,
      'the others are judged',
    );
    t.true(
      (await readdir(join(directory, 'evidence'))).includes((errors[0]?.id ?? '').replace('/', '.')),
      'what was recorded is kept',
    );
    t.deepEqual(await traces(run), []);
  },
);
