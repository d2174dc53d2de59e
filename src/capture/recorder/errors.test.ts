import test from 'ava';
import { access, chmod, cp, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runCommand, runOrThrow, startProcess } from '../../process/index.js';
import { readRecording, RecorderError, type Recorder } from '../index.js';
import { openFrameSender, readFrameNumber } from '../testing/frame-sender.js';
import { setUpRecorder } from '../testing/network.js';

const captureIndex = pathToFileURL(join(process.cwd(), 'dist/src/capture/index.js')).href;

test('a full disk ends the recording with a clear error, and the file can be read up to there', async (t) => {
  const { network, recorder, directory } = await setUpRecorder(t);
  const small = join(directory, 'small');
  await mkdir(small);
  await runOrThrow(['mount', '-t', 'tmpfs', '-o', 'size=256k', 'docknet-test', small]);
  t.teardown(() => runOrThrow(['umount', small]).then(() => undefined));
  const file = join(small, 'recording.pcapng');
  const ns1 = await network.addNamespace();
  const points = [{ name: 'lo', namespace: ns1.path, interface: 'lo' }];
  const sender = await openFrameSender(ns1.path, 'lo');
  const active = await recorder.record({ file, points });
  await sender.send({ count: 5_000, length: 200, numbered: true });
  const error = await t.throwsAsync(active.stop(), {
    instanceOf: RecorderError,
    message: /Cannot write recording .*recording\.pcapng beyond byte \d+: no space left/,
  });
  t.is(error.code, 'file');

  const recording = await readRecording(file);
  t.is(recording.damage, null);
  const numbers = recording.frames.map((frame) => readFrameNumber(frame.bytes)).filter((number) => number !== null);
  t.true(numbers.length > 100);
  t.deepEqual(
    numbers,
    Array.from(numbers, (_, i) => i),
  );

  const next = await recorder.record({ file: join(directory, 'next.pcapng'), points });
  t.deepEqual((await next.stop()).unproven, [], 'the recorder still works');
  await sender.close();
});

test('a killed recorder rejects pending calls, and the file can be read up to there', async (t) => {
  const { network, recorder, file } = await setUpRecorder(t);
  const ns1 = await network.addNamespace();
  const active = await recorder.record({ file, points: [{ name: 'lo', namespace: ns1.path, interface: 'lo' }] });
  process.kill(recorder.pid, 'SIGKILL');
  const error = await t.throwsAsync(active.stop(), {
    instanceOf: RecorderError,
    message: new RegExp(`Recorder process ${recorder.pid} was killed with SIGKILL while recording ${file}`),
  });
  t.is(error.code, 'recorder-died');
  const after = await t.throwsAsync(recorder.record({ file, points: [] }), { instanceOf: RecorderError });
  t.regex(after?.message ?? '', /SIGKILL/);
  const recording = await readRecording(file);
  t.true(recording.frames[0]?.marker);
  t.deepEqual(recording.statistics, []);
});

test('names a removed interface and records the others to the end', async (t) => {
  const { network, recorder, file } = await setUpRecorder(t);
  const [ns1, ns2] = [await network.addNamespace(), await network.addNamespace()];
  await network.addVeth(ns1, 'eth0', ns2, 'eth0');
  const active = await recorder.record({
    file,
    points: [
      { name: 'ns1.eth0', namespace: ns1.path, interface: 'eth0' },
      { name: 'ns2.eth0', namespace: ns2.path, interface: 'eth0' },
      { name: 'lo', namespace: ns2.path, interface: 'lo' },
    ],
  });
  t.deepEqual(active.unproven, []);
  await network.ip(ns1, 'link', 'del', 'eth0');
  const sender = await openFrameSender(ns2.path, 'lo');
  await sender.send({ count: 5, length: 60, numbered: true });
  await sender.close();
  const summary = await active.stop();
  t.deepEqual(
    summary.gone.map((point) => point.point),
    ['ns1.eth0', 'ns2.eth0'],
  );
  t.deepEqual(
    summary.unproven.map(({ point, marker, cause }) => [point, marker, cause]),
    [
      ['ns1.eth0', 'closing', 'gone'],
      ['ns2.eth0', 'closing', 'gone'],
    ],
  );
  const { frames } = await readRecording(file);
  t.is(frames.filter((frame) => frame.point === 'lo' && !frame.marker).length, 5);
});

test('reports a point that is down as unproven, and rejects invalid requests', async (t) => {
  const { network, recorder, file } = await setUpRecorder(t);
  const ns1 = await network.addNamespace();
  await network.ip(ns1, 'link', 'add', 'down0', 'type', 'veth', 'peer', 'name', 'down1');
  const lo = { name: 'lo', namespace: ns1.path, interface: 'lo' };
  const active = await recorder.record({ file, points: [lo, { ...lo, name: 'down', interface: 'down0' }] });
  t.deepEqual(active.unproven, [
    { point: 'down', marker: 'opening', cause: 'down', reason: 'the interface was down when the recording began' },
  ]);
  t.deepEqual(
    (await active.stop()).unproven.map((one) => one.marker),
    ['opening', 'closing'],
  );

  const invalid = [
    [
      { points: [lo, { ...lo, name: 'web', interface: 'none0' }] },
      'point',
      /Cannot record at web \(interface none0 in .*\): .*No such device/,
    ],
    [
      { points: [{ ...lo, namespace: '/run/netns/none' }] },
      'point',
      /open network namespace \/run\/netns\/none: No such file/,
    ],
    [{ points: [lo], filter: 'ip and and' }, 'point', /filter.*syntax error/],
    [{ points: [lo, lo] }, 'request', /Give each point its own name/],
    [{ points: [] }, 'request', /Give at least one point/],
    [{ points: [lo], snapLength: 10 }, 'request', /Give 64 to 262144 bytes/],
    [{ points: [lo], file: join(file, 'x') }, 'file', /Cannot create recording/],
  ] as const;
  for (const [request, code, message] of invalid) {
    const path = `${file}.refused`;
    const error = await t.throwsAsync(recorder.record({ file: path, ...request }), {
      instanceOf: RecorderError,
      message,
    });
    t.is(error.code, code);
    await t.throwsAsync(access(path), { code: 'ENOENT' });
  }
});

test('the recorder exits with its parent and leaves a complete file', async (t) => {
  const { network, file } = await setUpRecorder(t);
  const ns1 = await network.addNamespace();
  const script = `
    const { startRecorder } = await import(${JSON.stringify(captureIndex)});
    const recorder = await startRecorder();
    const points = [{ name: 'lo', namespace: ${JSON.stringify(ns1.path)}, interface: 'lo' }];
    await recorder.record({ file: ${JSON.stringify(file)}, points });
    console.log(recorder.pid);`;
  const parent = startProcess([process.execPath, '--input-type=module', '-e', script], { stderr: 'inherit' });
  const pid = (await parent.waitForOutput(/\n/)).trim();
  parent.kill();
  await runOrThrow(['tail', '--pid', pid, '-f', '/dev/null'], { timeoutMs: 60_000 });
  const recording = await readRecording(file);
  t.is(recording.damage, null);
  t.is(recording.statistics.length, 1);
});

test('reports a bridge without ports as unproven: no carrier', async (t) => {
  const { network, recorder, file } = await setUpRecorder(t);
  const [ns1, ns2] = [await network.addNamespace(), await network.addNamespace()];
  await network.addVeth(ns1, 'port1', ns2, 'eth0');
  await network.addBridge(ns1, 'br0', ['port1']);
  const points = [{ name: 'bridge', namespace: ns1.path, interface: 'br0' }];
  const active = await recorder.record({ file, points });
  t.deepEqual(active.unproven, []);
  await network.ip(ns1, 'link', 'set', 'port1', 'nomaster');
  // The kernel takes up to a second to report it (linkwatch).
  while (!(await network.ip(ns1, 'link', 'show', 'br0')).includes('state DOWN'));
  const summary = await active.stop();
  t.deepEqual(summary.unproven, [
    { point: 'bridge', marker: 'closing', cause: 'no carrier', reason: 'the interface has no carrier' },
  ]);
});

test('names missing root permission', async (t) => {
  const { directory } = await setUpRecorder(t);
  await chmod(directory, 0o777);
  const script = `
    const { startRecorder } = await import(${JSON.stringify(captureIndex)});
    const recorder = await startRecorder();
    const points = [{ name: 'lo', namespace: '/proc/self/ns/net', interface: 'lo' }];
    const recording = recorder.record({ file: ${JSON.stringify(join(directory, 'a.pcapng'))}, points });
    await recording.catch((error) => console.log(error.code, error.message));
    await recorder.close();`;
  const { stdout } = await runCommand([process.execPath, '--input-type=module', '-e', script], {
    prefix: ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--'],
  });
  t.regex(stdout, /^permission Cannot record at lo .*Operation not permitted\. Recording needs root; run with sudo\./);
});

test('says what to do if cap is missing', async (t) => {
  const { directory } = await setUpRecorder(t);
  for (const module of ['capture', 'process'])
    await cp(`dist/src/${module}`, join(directory, module), { recursive: true });
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
