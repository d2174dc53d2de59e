import test from 'ava';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRecording } from '../../capture/index.js';
import { connectContainer, startContainer } from '../../engine/index.js';
import type { Lab, LanHost } from '../../lab/index.js';
import {
  directoryOf,
  joinLines,
  startTrace,
  startTraceMachine,
  webServer,
  type RunningTrace,
} from '../testing/trace-machine.js';

/* `docknet trace` on a lab that stands for a user's machine. */
let machine: Lab;
let server: LanHost;
let reports: string;

test.before(async () => {
  reports = await mkdtemp(join(tmpdir(), 'docknet-trace-'));
  ({ machine, server } = await startTraceMachine());
  await machine.engine.createNetwork('app', {});
  await startContainer(machine.engine, webServer('db', 'app', { aliases: ['db'] }));
  await startContainer(machine.engine, webServer('bystander', 'bridge'));
  await startContainer(machine.engine, webServer('idle', 'bridge'));
  await machine.engine.docker.getContainer('idle').stop({ t: 0 });
});
test.after.always(async () => {
  await machine.close();
  await rm(reports, { recursive: true });
});

const trace = (...args: string[]): RunningTrace => startTrace(machine, ['--output', reports, ...args]);

const exec = async (container: string, ...command: string[]): Promise<void> => {
  const running = await machine.engine.docker.getContainer(container).exec({ Cmd: command, AttachStdout: true });
  const stream = await running.start({});
  await new Promise((resolve) => {
    stream.once('end', resolve).resume();
  });
};

test.serial(
  'a restarted container is traced at its new interfaces; others’ traffic is not shown; Ctrl-C exits with 0',
  async (t) => {
    const running = trace('web');
    await running.waitFor(/Press Ctrl-C to end the trace/);
    await exec('web', 'ping', '-c', '1', server.address);
    await exec('bystander', 'ping', '-c', '1', server.address);
    await machine.engine.docker.getContainer('web').restart({ t: 0 });
    await running.waitFor(/web is recorded at .*web\.eth0#2, web\.veth0#2/s);
    await exec('web', 'ping', '-c', '1', server.address);
    const { status, stdout, stderr } = await running.interrupt();
    t.is(status, 0, stderr);
    t.regex(stdout, /web exited with status 137/);
    const shown = joinLines(stdout);
    t.regex(shown, /echo request .* web\.eth0 › web\.veth0 › docker0 › .*host\.uplink/);
    t.regex(shown, /echo request id \d+ seq 0 web\.eth0#2 › web\.veth0#2 › docker0 › \[source/);
    t.notRegex(stdout, /bystander → \S+ +ICMP echo/);
    const { frames } = await readRecording(join(directoryOf(stdout), 'recording.pcapng'));
    for (const point of ['web.eth0', 'web.eth0#2'])
      t.true(
        frames.some((frame) => frame.point === point && !frame.marker),
        point,
      );
    t.regex(await readFile(join(directoryOf(stdout), 'index.html'), 'utf8'), /web is recorded at/);
  },
);

test.serial('a container recreated under its name is traced, and so is one that joins a traced network', async (t) => {
  await startContainer(machine.engine, webServer('brief', 'app'));
  const running = trace('--network', 'app');
  await running.waitFor(/Press Ctrl-C to end the trace/);
  await machine.engine.removeContainer('brief');
  await running.waitFor(/brief was removed; a new container of that name/);
  await startContainer(machine.engine, webServer('brief', 'app'));
  await running.waitFor(/brief is recorded at .*brief\.eth0#2/s);
  await startContainer(machine.engine, webServer('newcomer', 'app'));
  await running.waitFor(/newcomer is recorded at .*newcomer\.eth0/s);
  const { status, stdout, stderr } = await running.interrupt();
  t.is(status, 0, stderr);
  t.regex(stdout, /Recording at .*db\.eth0.*br-app/);
  await Promise.all(['brief', 'newcomer'].map((name) => machine.engine.removeContainer(name)));
});

test.serial('an interface that disappears is reported, and the others are recorded to the end', async (t) => {
  await startContainer(machine.engine, webServer('twofold', 'bridge'));
  await connectContainer(machine.engine, 'app', 'twofold');
  const running = trace('twofold');
  await running.waitFor(/Recording at .*twofold\.eth1.*Ctrl-C/s);
  await machine.engine.docker.getNetwork('app').disconnect({ Container: 'twofold' });
  // Both ends disappear together; on a busy machine they are reported one by one.
  for (const end of ['eth1', 'veth1'])
    await running.waitFor(new RegExp(`Recording at .*twofold\\.${end}\\b.* has ended: The interface disappeared`));
  await exec('twofold', 'ping', '-c', '1', server.address);
  const { status, stdout, stderr } = await running.interrupt();
  t.is(status, 0, stderr);
  t.regex(joinLines(stdout), /echo request .* twofold\.eth0 › twofold\.veth0 › docker0/);
  await machine.engine.removeContainer('twofold');
});

test.serial(
  'a container on none has its lo, one on host the host’s interfaces, a stopped one its bridge',
  async (t) => {
    await startContainer(machine.engine, webServer('alone', 'none'));
    await startContainer(
      machine.engine,
      webServer('open', 'host', { command: ['sh', '-c', 'echo ready && exec sleep 2147483647'] }),
    );
    for (const [name, points] of [
      ['alone', /Recording at alone\.lo \(lo\)\n/],
      ['open', /Recording at host\.lo \(lo\), host\.uplink \(uplink\)\n/],
      ['idle', /idle is not running; it is traced[^]*Recording at docker0, host\.uplink/],
    ] as const) {
      const { status, stdout, stderr } = await trace(name, '--for', '100ms').ended;
      t.is(status, 0, stderr);
      t.regex(stdout, points);
      t.regex(stdout, /time limit reached/);
    }
    await Promise.all(['alone', 'open'].map((name) => machine.engine.removeContainer(name)));
  },
);

test.serial('a restarted engine is waited for, and its containers are traced again', async (t) => {
  const running = trace('web', 'db');
  await running.waitFor(/Press Ctrl-C to end the trace/);
  await machine.stopEngine();
  await running.waitFor(/The engine has gone away/);
  await machine.startEngine();
  await running.waitFor(/The engine answers again/);
  await machine.engine.docker.getContainer('db').start();
  await running.waitFor(/db is recorded at .*db\.eth0#2/s);
  const { status, stderr } = await running.interrupt();
  t.is(status, 0, stderr);
});
