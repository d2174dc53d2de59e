import test, { type ExecutionContext } from 'ava';
import { chmod, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awaitReload, collectNetworkEvents, findEngine, startContainer } from '../engine/index.js';
import { runCommand, runOrThrow } from '../process/index.js';
import { fixtureImage, labName, startPrivateLab } from './index.js';
import { newRun, startLab, startWeb } from './testing/labs.js';

async function makeDirectory(t: ExecutionContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'docknet-engine-'));
  t.teardown(() => rm(directory, { recursive: true }));
  return directory;
}

/** Makes a static bundle whose dockerd runs a script. */
async function makeFakeEngine(t: ExecutionContext, script: string): Promise<string> {
  const directory = await makeDirectory(t);
  const version = '[ "$1" = --version ] && { echo "Docker version 99.0.0, build none"; exit 0; }';
  await writeFile(join(directory, 'dockerd'), `#!/bin/sh\n${version}\n${script}\n`);
  await chmod(join(directory, 'dockerd'), 0o755);
  return directory;
}

test.serial('an engine from a static bundle runs in a lab', async (t) => {
  const directory = await makeDirectory(t);
  for (const name of ['dockerd', 'containerd', 'containerd-shim-runc-v2', 'runc', 'docker-proxy']) {
    const { stdout } = await runOrThrow(['sh', '-c', `command -v ${name}`]);
    await symlink(stdout.trim(), join(directory, name));
  }
  const program = await findEngine({ kind: 'directory', directory });
  const lab = await startLab(program);
  t.teardown(() => lab.close());
  t.is((await lab.engine.describe()).version, program.version);
});

test.serial('an upgrade starts another engine from its own root on the same data and network', async (t) => {
  const program = await findEngine({ kind: 'private' });
  // The machine's own files serve as another root file system.
  const newer = [{ name: 'another', version: '99.0.0', program: { ...program, root: '/' } }];
  const name = labName(newRun(), 1);
  const lab = await startPrivateLab({ name, program, settings: {}, newer, engineTimeoutMs: 30_000 });
  t.teardown(() => lab.close());
  const { id } = await lab.engine.createNetwork('kept', {});
  await lab.stopEngine();
  t.throws(
    () => {
      lab.installUpgrade('98.0.0');
    },
    { name: 'LabError', message: /no engine 98\.0\.0 to upgrade to, only 99\.0\.0/ },
  );
  t.false(lab.engineChanged);
  lab.installUpgrade('99.0.0');
  await lab.startEngine();
  t.true(lab.engineChanged);
  t.is((await lab.engine.network('kept')).id, id);
  t.true(await lab.engine.hasImage(fixtureImage));
  const script =
    'for kind in mnt net; do readlink /proc/1/ns/$kind /proc/$(cat /run/docknet/dockerd.pid)/ns/$kind; done';
  const { stdout } = await lab.runOnHost(['sh', '-c', script]);
  const [initMounts, engineMounts, initNetwork, engineNetwork] = stdout.split('\n');
  t.not(engineMounts, initMounts);
  t.is(engineNetwork, initNetwork);
  const container = await startWeb(lab);
  const ping = await runCommand(['ping', '-c', '1', '198.51.100.2'], { prefix: lab.containerPrefix(container.pid) });
  t.regex(ping.stdout, /ttl=64/);
});

test.serial('an engine that exits while starting is an error with the end of its log', async (t) => {
  const directory = await makeFakeEngine(t, 'echo "failed to start daemon: no such luck" >&2; exit 1');
  const program = await findEngine({ kind: 'directory', directory });
  const error = await t.throwsAsync(startLab(program), { name: 'EngineError' });
  t.regex(error.message, /ended with status 1 while starting.*no such luck/s);
});

test.serial('an engine that does not come up in time is an error with the end of its log', async (t) => {
  const directory = await makeFakeEngine(t, 'echo "waiting for godot" >&2; exec tail -f /dev/null');
  const program = await findEngine({ kind: 'directory', directory });
  const error = await t.throwsAsync(startLab(program, 5_000), { name: 'EngineError' });
  t.regex(error.message, /did not come up within 5000 ms.*waiting for godot/s);
});

test.serial('a directory without an engine is an error', async (t) => {
  await t.throwsAsync(findEngine({ kind: 'directory', directory: '/usr/share/doc' }), {
    message: /neither dockerd .* nor usr\/sbin\/dockerd/,
  });
});

test.serial('an engine is stopped and started again on its data', async (t) => {
  const lab = await startLab();
  t.teardown(() => lab.close());
  const network = await lab.engine.createNetwork('kept', {});
  await lab.stopEngine();
  t.false(await lab.engine.isReachable());
  await lab.startEngine();
  t.is((await lab.engine.network('kept')).id, network.id);
  t.is(lab.engineLog().match(/API listen on/g)?.length, 2, 'the log has both starts');
  const readIccRule = async () => (await lab.runOnHost(['sh', '-c', 'iptables-save'])).stdout;
  const drop = /-i docker0 -o docker0 -j DROP/;
  for (const [settings, matches] of [
    [{ icc: false }, true],
    [{}, false],
  ] as const) {
    await lab.stopEngine();
    await lab.startEngine(settings);
    t.is(drop.test(await readIccRule()), matches, 'settings of a start end with it');
    t.is(lab.engineChanged, matches);
  }
});

test.serial('an engine that had ended before it is stopped is an error with the end of its log', async (t) => {
  const lab = await startLab(await findEngine({ kind: 'private' }));
  t.teardown(() => lab.close());
  const killed = 'pid=$(cat /run/docknet/dockerd.pid); kill -KILL $pid; tail --pid $pid -f /dev/null';
  t.is((await lab.runOnHost(['sh', '-c', killed])).status, 0);
  const error = await t.throwsAsync(lab.stopEngine(), { name: 'EngineError' });
  t.regex(error.message, /had ended before it was sent SIGTERM\. The end of its log:.*API listen on/s);
});

test.serial('a running engine reads its settings again, until it is restarted', async (t) => {
  const lab = await startLab();
  t.teardown(() => lab.close());
  const labels = async () => ((await lab.engine.docker.info()) as { Labels: string[] }).Labels;
  await lab.reloadEngine({ labels: ['rack=7'] });
  t.deepEqual(await labels(), ['rack=7']);
  t.true(lab.engineChanged);
  const unasked = awaitReload(lab.engine, () => Promise.resolve(), 200);
  await t.throwsAsync(unasked, { name: 'EngineError', message: /did not reload its daemon\.json within 200 ms/ });
  await lab.stopEngine();
  await lab.startEngine();
  t.deepEqual(await labels(), []);
});

test.serial('the events of networks during an action are those of that time alone', async (t) => {
  const lab = await startLab();
  t.teardown(() => lab.close());
  await lab.engine.createNetwork('before', {});
  const events = await collectNetworkEvents(lab.engine, 'docknet.run=none', async () => {
    const { id } = await lab.engine.createNetwork('during', {});
    await lab.engine.removeNetwork(id);
  });
  t.deepEqual(events, [
    { action: 'create', network: 'during', container: '' },
    { action: 'destroy', network: 'during', container: '' },
  ]);
});

test.serial('a container that exits at once is an error with its exit status and output', async (t) => {
  const lab = await startLab();
  t.teardown(() => lab.close());
  const brief = startContainer(lab.engine, {
    name: 'brief',
    image: fixtureImage,
    command: ['sh', '-c', 'echo oh no; exit 3'],
    network: 'none',
    aliases: [],
    publish: [],
    labels: {},
    timeoutMs: 15_000,
  });
  const error = await t.throwsAsync(brief, { name: 'EngineError' });
  t.regex(error.message, /brief could not be started: it exited with status 3 before it was ready\. Its output: oh no/);
});
