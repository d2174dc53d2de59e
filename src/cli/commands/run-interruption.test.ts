import test, { type ExecutionContext } from 'ava';
import { existsSync } from 'node:fs';
import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readRecord } from '../../record/index.js';
import type { ManagedProcess } from '../../process/index.js';
import { docknet, startDocknet, temporaryDirectory, writeSuite } from '../testing/docknet.js';
import { findLeftovers, waitForExit } from '../testing/leftovers.js';
import { listDescendants, type Process } from '../testing/processes.js';

/** A run with at least one verdict. */
interface Running {
  readonly docknet: ManagedProcess;
  readonly reports: string;
  /** The run's id. */
  readonly run: string;
}

/** Checks of every kind of network. Each conforms on every engine. */
const checks = [
  'none/only-loopback',
  'none/no-traffic',
  'nat/masquerade',
  'nat/masquerade-rule',
  'nat/ttl-63',
  'host/same-netns',
  'nat/host-address-stays-off-uplink',
];

/** Starts a run and waits until one check has its verdict. */
async function startRun(t: ExecutionContext): Promise<Running> {
  const reports = await temporaryDirectory(t);
  const reporters = ['--reporter', 'html', '--reporter', 'junit'];
  const docknet = startDocknet(t, ['run', ...checks, ...reporters, '--workers', '1', '--output', reports]);
  await docknet.waitForOutput(/^ *1\/\d+ /m);
  const [run = ''] = (await readdir(reports)).filter((name) => name !== 'index.html');
  return { docknet, reports, run };
}

/** Everything a run wrote. */
const outputOf = ({ docknet: { stdout, stderr } }: Running): string => stdout + stderr;

/** Lists a run's processes as soon as an engine is one of them: between two labs there may be none. */
async function waitForEngine(
  running: Running,
): Promise<{ readonly all: readonly Process[]; readonly engine: Process }> {
  while (running.docknet.running) {
    const all = await listDescendants(running.docknet.pid);
    const engine = all.find(({ name }) => name === 'dockerd');
    if (engine !== undefined) return { all, engine };
  }
  throw new Error(`the run ended first: ${outputOf(running)}`);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test.serial(`${signal} removes the labs, saves the record and exits with status 130`, async (t) => {
    const running = await startRun(t);
    const { all } = await waitForEngine(running);
    running.docknet.kill(signal);
    t.like(await running.docknet.ended, { status: 130, signal: null }, outputOf(running));
    t.regex(outputOf(running), /Interrupted: removing labs and saving results/);
    t.regex(outputOf(running), /interrupted \(engine/);
    t.deepEqual(await waitForExit(all), []);
    t.deepEqual(await findLeftovers(running.run), []);
    const { record } = await readRecord(join(running.reports, running.run));
    t.true(record.run.interrupted);
    t.true(record.checks.length >= 1 && record.checks.length < 7, `${record.checks.length} checks`);
    t.true(record.checks.every(({ verdict }) => verdict === 'conforms'));
    await access(join(running.reports, running.run, 'index.html'));
    const junit = await readFile(join(running.reports, running.run, 'junit.xml'), 'utf8');
    t.regex(junit, /<testcase name="interrupted"[^]*<error message="Interrupted: checks that are missing here/);
  });
}

test.serial('a second SIGINT exits at once, and the labs end', async (t) => {
  const running = await startRun(t);
  const { all } = await waitForEngine(running);
  running.docknet.kill('SIGINT');
  await running.docknet.waitForOutput(/Press Ctrl-C again/);
  // Within a second a signal repeats the first.
  const repeat = setInterval(() => {
    running.docknet.kill('SIGINT');
  }, 300);
  t.teardown(() => {
    clearInterval(repeat);
  });
  t.like(await running.docknet.ended, { status: 130, signal: null });
  t.deepEqual(await waitForExit(all), []);
});

test.serial('kill -9 leaves no process, namespace or mount; doctor lists the rest, --clean removes it', async (t) => {
  const running = await startRun(t);
  const { all } = await waitForEngine(running);
  t.like(await running.docknet.stop('SIGKILL'), { status: null, signal: 'SIGKILL' });
  t.deepEqual(await waitForExit(all), [], 'engine, containers and recorder end; namespaces and mounts end with them');
  const leftovers = new RegExp(`Leftovers of killed runs: .*/${running.run}.*doctor --clean`);
  t.regex((await docknet(['doctor'])).stdout, leftovers);
  const { stdout } = await docknet(['doctor', '--clean']);
  t.regex(stdout, new RegExp(`Removed leftovers of killed runs and fetches:[^]*/${running.run}`));
  t.deepEqual(await findLeftovers(running.run), []);
});

test.serial('an engine that dies during a check: an error with the end of its log, and the run goes on', async (t) => {
  // The check says that it has started, waits until its engine has died, and then needs the engine.
  const started = join(await temporaryDirectory(t), 'started');
  const when = `async ({ host, web }) => {
    (await import('node:fs')).writeFileSync('${started}', '');
    await host.sh('tail --pid "$(cat /run/docknet/dockerd.pid)" -f /dev/null');
    await web.start();
  }`;
  const suites = await writeSuite(t, 'own/waits', when, false);
  const reports = await temporaryDirectory(t);
  const args = ['nat/ttl-63', 'own/waits', 'publish/one-address', '--workers', '1', '--output', reports];
  const docknet = startDocknet(t, ['run', '--suites', suites, ...args]);
  while (docknet.running && !existsSync(started)) await delay(20);
  const [run = ''] = (await readdir(reports)).filter((name) => name !== 'index.html');
  const running = { docknet, reports, run };
  process.kill((await waitForEngine(running)).engine.pid, 'SIGKILL');
  t.is((await running.docknet.ended).status, 4, outputOf(running));
  const { record, directory } = await readRecord(join(running.reports, running.run));
  const errors = record.checks.filter(({ verdict }) => verdict === 'error');
  t.is(errors.length, 1, outputOf(running));
  t.regex(errors[0]?.reason ?? '', /The engine (has ended|no longer answers); the end of its log: \S/);
  t.is(
    record.checks.filter(({ verdict }) => verdict === 'conforms' || verdict === 'known deviation').length,
    record.checks.length - 1,
    'the other verdicts stand',
  );
  t.true(
    (await readdir(join(directory, 'evidence'))).includes((errors[0]?.id ?? '').replace('/', '.')),
    'its evidence is kept',
  );
  t.deepEqual(await findLeftovers(running.run), []);
});
