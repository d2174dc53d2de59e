import test from 'ava';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, chmod, cp, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { RecorderError, readRecording } from './index.js';
import type { Recorder } from './index.js';
import { numberOf, openFrameSender } from './testing/frame-sender.js';
import { recordingRoom } from './testing/recording-room.js';

const run = promisify(execFile);

test('a full disk ends the recording with a clear error, and what was written can be read', async (t) => {
  const { network, recorder, directory } = await recordingRoom(t);
  const small = join(directory, 'small');
  await mkdir(small);
  await run('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'docknet-test', small]);
  t.teardown(() => run('umount', [small]).then(() => undefined));
  const file = join(small, 'recording.pcapng');
  const here = await network.namespace();
  const points = [{ name: 'lo', namespace: here.path, interface: 'lo' }];
  const sender = await openFrameSender(here.path, 'lo');
  const active = await recorder.record({ file, points });
  await sender.send({ count: 5_000, length: 200, numbered: true });
  const error = await t.throwsAsync(active.stop(), {
    instanceOf: RecorderError,
    message: /recording\.pcapng could not be written beyond \d+ bytes: no space is left/,
  });
  t.is(error.code, 'file');

  const recording = await readRecording(file);
  t.is(recording.damaged, null);
  const numbers = recording.frames.map((frame) => numberOf(frame.bytes)).filter((number) => number !== null);
  t.true(numbers.length > 100);
  t.deepEqual(
    numbers,
    Array.from(numbers, (_, i) => i),
  );

  const next = await recorder.record({ file: join(directory, 'next.pcapng'), points });
  t.deepEqual((await next.stop()).unproven, [], 'the recorder serves on');
  await sender.close();
});

test('a recorder that is killed rejects what is pending, and what it wrote can be read', async (t) => {
  const { network, recorder, file } = await recordingRoom(t);
  const here = await network.namespace();
  const active = await recorder.record({ file, points: [{ name: 'lo', namespace: here.path, interface: 'lo' }] });
  process.kill(recorder.pid, 'SIGKILL');
  const error = await t.throwsAsync(active.stop(), {
    instanceOf: RecorderError,
    message: new RegExp(`${recorder.pid} ended.*${file}`),
  });
  t.is(error.code, 'recorder-died');
  const after = await t.throwsAsync(recorder.record({ file, points: [] }), { instanceOf: RecorderError });
  t.regex(after?.message ?? '', /SIGKILL/);
  const recording = await readRecording(file);
  t.true(recording.frames[0]?.marker);
  t.deepEqual(recording.statistics, []);
});

test('an interface that goes away is named, and the others are recorded to the end', async (t) => {
  const { network, recorder, file } = await recordingRoom(t);
  const [near, far] = [await network.namespace(), await network.namespace()];
  await network.veth(near, 'eth0', far, 'eth0');
  const active = await recorder.record({
    file,
    points: [
      { name: 'near', namespace: near.path, interface: 'eth0' },
      { name: 'far', namespace: far.path, interface: 'eth0' },
      { name: 'lo', namespace: far.path, interface: 'lo' },
    ],
  });
  t.deepEqual(active.unproven, []);
  await network.ip(near, 'link', 'del', 'eth0');
  const sender = await openFrameSender(far.path, 'lo');
  await sender.send({ count: 5, length: 60, numbered: true });
  await sender.close();
  const summary = await active.stop();
  t.deepEqual(
    summary.gone.map((point) => point.point),
    ['near', 'far'],
  );
  t.deepEqual(
    summary.unproven.map(({ point, marker, cause }) => [point, marker, cause]),
    [
      ['near', 'closing', 'gone'],
      ['far', 'closing', 'gone'],
    ],
  );
  const { frames } = await readRecording(file);
  t.is(frames.filter((frame) => frame.point === 'lo' && !frame.marker).length, 5);
});

test('a point that is down is unproven with that reason; one that does not exist is refused', async (t) => {
  const { network, recorder, file } = await recordingRoom(t);
  const here = await network.namespace();
  await network.ip(here, 'link', 'add', 'down0', 'type', 'veth', 'peer', 'name', 'down1');
  const lo = { name: 'lo', namespace: here.path, interface: 'lo' };
  const active = await recorder.record({ file, points: [lo, { ...lo, name: 'down', interface: 'down0' }] });
  t.deepEqual(active.unproven, [
    { point: 'down', marker: 'opening', cause: 'down', reason: 'the interface was down when the recording began' },
  ]);
  t.deepEqual(
    (await active.stop()).unproven.map((one) => one.marker),
    ['opening', 'closing'],
  );

  const refused = [
    [
      { points: [lo, { ...lo, name: 'web', interface: 'none0' }] },
      'point',
      /cannot record at web \(interface none0 in .*\): .*No such device/,
    ],
    [
      { points: [{ ...lo, namespace: '/run/netns/none' }] },
      'point',
      /open network namespace \/run\/netns\/none: No such file/,
    ],
    [{ points: [lo], filter: 'ip and and' }, 'point', /filter.*syntax error/],
    [{ points: [lo, lo] }, 'request', /every name once/],
    [{ points: [] }, 'request', /at least one point/],
    [{ points: [lo], snapLength: 10 }, 'request', /64 to 262144/],
    [{ points: [lo], file: join(file, 'x') }, 'file', /cannot create the recording/],
  ] as const;
  for (const [request, trouble, message] of refused) {
    const path = `${file}.refused`;
    const error = await t.throwsAsync(recorder.record({ file: path, ...request }), {
      instanceOf: RecorderError,
      message,
    });
    t.is(error.code, trouble);
    await t.throwsAsync(access(path), { code: 'ENOENT' });
  }
});

test('the recorder ends with its parent, and leaves a whole file', async (t) => {
  const { network, file } = await recordingRoom(t);
  const here = await network.namespace();
  const script = `
    const { startRecorder } = await import(${JSON.stringify(pathToFileURL(join(process.cwd(), 'dist/src/capture/index.js')).href)});
    const recorder = await startRecorder();
    await recorder.record({ file: ${JSON.stringify(file)}, points: [{ name: 'lo', namespace: ${JSON.stringify(here.path)}, interface: 'lo' }] });
    console.log(recorder.pid);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(parent.stdout.setEncoding('utf8'), 'data')) as [string];
  parent.kill('SIGKILL');
  await run('tail', ['--pid', line.trim(), '-f', '/dev/null'], { timeout: 60_000 });
  const recording = await readRecording(file);
  t.is(recording.damaged, null);
  t.is(recording.statistics.length, 1);
});

test('a bridge whose last port has gone has no carrier, and is unproven for that', async (t) => {
  const { network, recorder, file } = await recordingRoom(t);
  const [here, there] = [await network.namespace(), await network.namespace()];
  await network.veth(here, 'port1', there, 'eth0');
  await network.bridge(here, 'br0', ['port1']);
  const points = [{ name: 'bridge', namespace: here.path, interface: 'br0' }];
  const active = await recorder.record({ file, points });
  t.deepEqual(active.unproven, []);
  await network.ip(here, 'link', 'set', 'port1', 'nomaster');
  // The kernel takes up to a second to say so (linkwatch).
  while (!(await network.ip(here, 'link', 'show', 'br0')).includes('state DOWN'));
  const summary = await active.stop();
  t.deepEqual(summary.unproven, [
    { point: 'bridge', marker: 'closing', cause: 'no carrier', reason: 'the interface has no carrier' },
  ]);
});

test('without root the message says so', async (t) => {
  const { directory } = await recordingRoom(t);
  await chmod(directory, 0o777);
  const script = `
    const { startRecorder } = await import(${JSON.stringify(pathToFileURL(join(process.cwd(), 'dist/src/capture/index.js')).href)});
    const recorder = await startRecorder();
    const points = [{ name: 'lo', namespace: '/proc/self/ns/net', interface: 'lo' }];
    await recorder.record({ file: ${JSON.stringify(join(directory, 'a.pcapng'))}, points }).catch((error) => console.log(error.code, error.message));
    await recorder.close();`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { uid: 65_534, gid: 65_534 });
  t.regex(
    stdout,
    /^permission cannot record at lo .*Operation not permitted\. Recording needs root; run it with sudo\./,
  );
});

test('where cap is missing the message names what to do', async (t) => {
  const { directory } = await recordingRoom(t);
  for (const module of ['capture', 'process'])
    await cp(join('dist/src', module), join(directory, module), { recursive: true });
  await cp('package.json', join(directory, 'package.json'));
  await mkdir(join(directory, 'node_modules'));
  for (const name of ['nanoid', 'execa'])
    await symlink(join(process.cwd(), 'node_modules', name), join(directory, 'node_modules', name));
  const { startRecorder } = (await import(pathToFileURL(join(directory, 'capture/index.js')).href)) as {
    startRecorder: () => Promise<Recorder>;
  };
  await t.throwsAsync(startRecorder(), {
    name: 'RecorderError',
    message: /cap is not installed: run npm ci[^]*Cannot find package 'cap'/,
  });
});
