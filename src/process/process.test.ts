import test from 'ava';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import {
  forkProcess,
  ProcessError,
  runCommand,
  runOrThrow,
  ShellSession,
  startProcess,
  startService,
} from './index.js';

const echo = new URL('./testing/echo-process.js', import.meta.url);

test('runCommand returns output, status and signal; a status other than 0 is a fact', async (t) => {
  t.like(await runCommand(['sh', '-c', 'cat; echo no >&2; exit 3'], { input: 'yes' }), {
    command: "sh -c 'cat; echo no >&2; exit 3'",
    stdout: 'yes',
    stderr: 'no\n',
    status: 3,
    signal: null,
    error: null,
  });
  t.like(await runCommand(['sh', '-c', 'kill -TERM $$']), { status: null, signal: 'SIGTERM', error: null });
});

test('runCommand kills a command at its timeout and reports it', async (t) => {
  const error = 'Command timed out after 0.2 s: sleep 60';
  t.like(await runCommand(['sleep', '60'], { timeoutMs: 200 }), {
    status: null,
    signal: 'SIGKILL',
    error,
    stderr: error,
  });
});

test('runCommand kills a command that writes too much', async (t) => {
  t.like(await runCommand(['yes'], { maxOutput: 1_000 }), { error: 'Command wrote too much output: yes' });
});

test('a program that does not exist fails; runOrThrow says how, with its standard error', async (t) => {
  t.is((await runCommand(['docknet-no-such-program'])).status, 127);
  const error = await t.throwsAsync(runOrThrow(['sh', '-c', 'echo full >&2; exit 3']), { instanceOf: ProcessError });
  t.is(error?.message, "Command failed with exit code 3: sh -c 'echo full >&2; exit 3'\nfull");
  await t.throwsAsync(runOrThrow(['sleep', '60'], { timeoutMs: 100 }), {
    message: 'Command timed out after 0.1 s: sleep 60',
  });
});

test('a command that cannot be started is reported', async (t) => {
  const result = await runCommand(['true'], { cwd: '/no/such/directory' });
  t.like(result, { status: null, signal: null, stdout: '' });
  t.regex(result.error ?? '', /^Command failed to start \(ENOENT\): true/);
  const exit = await startProcess(['true'], { cwd: '/no/such/directory' }).exited;
  t.like(exit, { status: null, error: 'Command failed to start (ENOENT): true' });
});

test('startService waits for the first line and throws if there is none', async (t) => {
  const service = await startService(['sh', '-c', 'echo ready; exec sleep 60']);
  t.true(service.running);
  t.like(await service.stop(), { status: null, signal: 'SIGKILL' });
  t.false(service.running);
  await t.throwsAsync(startService(['sh', '-c', 'echo full >&2; exit 3']), {
    message: /^Command failed with exit code 3 before it wrote .*: sh -c .*\nfull$/,
  });
});

test('waitForOutput times out; the end of the output is kept', async (t) => {
  const process = startProcess(['sh', '-c', 'seq 1000; exec sleep 60'], { keepOutput: 10 });
  await t.throwsAsync(process.waitForOutput(/never/, { timeoutMs: 100 }), {
    message: /^Command did not write \/never\/ within 0\.1 s: /,
  });
  await process.waitForOutput(/1000\n$/);
  t.is(process.stdout, '\n999\n1000\n');
  await process.stop();
});

test('exited does not wait for a child that holds the output', async (t) => {
  const process = startProcess(['sh', '-c', 'sleep 60 & echo $!']);
  t.like(await process.exited, { status: 0 });
  globalThis.process.kill(Number((await process.waitForOutput(/\d+\n/)).trim()));
  t.like(await process.ended, { status: 0 });
});

test('the kernel kills processes when their parent is killed', async (t) => {
  const script = `import { startProcess } from ${JSON.stringify(new URL('./index.js', import.meta.url).href)};
    const child = startProcess(['sleep', '60']); console.log(child.pid);`;
  const parent = startProcess([process.execPath, '--input-type=module', '-e', script]);
  const pid = Number((await parent.waitForOutput(/\d+\n/)).trim());
  await parent.stop();
  for (let n = 0; n < 100; n += 1) {
    const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
    if (state === null || / Z /.test(state)) {
      t.pass();
      return;
    }
    await delay(50);
  }
  t.fail('the child still runs');
});

test('a forked module exchanges messages and ends when the channel is closed', async (t) => {
  const child = forkProcess<{ readonly n: bigint }, { readonly n: bigint }>(echo);
  const answer = new Promise((resolve) => {
    child.onMessage(resolve);
  });
  t.true(await child.send({ n: 5n }));
  t.deepEqual(await answer, { n: 5n });
  child.disconnect();
  t.like(await child.ended, { status: 0 });
  t.false(child.connected);
  t.false(await child.send({ n: 6n }));
  t.is(child.stderr, 'disconnected');
});

test('a shell session runs scripts one after another and ends one that takes too long', async (t) => {
  const shell = new ShellSession([]);
  t.deepEqual(await Promise.all([shell.run('a=1; echo $a'), shell.run('echo $a$a >&2')]), ['1\n', '11\n']);
  await t.throwsAsync(shell.run('echo begun; exec sleep 60', 200), {
    message: 'Script timed out after 0.2 s: echo begun; exec sleep 60\nbegun',
  });
  await t.throwsAsync(shell.run('true'), { message: 'Script ended with its shell: true' });
  await shell.close();
});
