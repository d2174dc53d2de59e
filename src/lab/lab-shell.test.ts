import test, { type ExecutionContext } from 'ava';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../process/index.js';
import { LabShell } from './lab-shell.js';

/** Starts a shell on this machine; its commands write to `directory`. */
async function openShell(t: ExecutionContext): Promise<{ readonly shell: LabShell; readonly directory: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'docknet-shell-'));
  const shell = await LabShell.start([], { inLab: directory, onMachine: directory });
  t.teardown(async () => {
    await shell.end();
    await rm(directory, { recursive: true });
  });
  return { shell, directory };
}

for (const [what, argv] of [
  ['a command that fails', ['sh', '-c', 'echo out; echo err >&2; exit 3']],
  ['arguments with shell syntax', ['printf', '%s|', "it's", '"$HOME"', '`id`', 'a\nb', '*', '', '; exit 7', '\\']],
  ['a program that does not exist', ['docknet-no-such-program', '1']],
  ['a command killed by a signal', ['sh', '-c', 'kill -KILL $$']],
  ['a command that reads its input', ['cat']],
  ['much output', ['head', '-c', '3000000', '/dev/zero']],
] as const) {
  test(`${what}: the result is the same as when it is started alone`, async (t) => {
    const { shell } = await openShell(t);
    const [here, alone] = await Promise.all([shell.run(argv), runCommand(argv)]);
    t.deepEqual(
      { command: here.command, status: here.status, stdout: here.stdout },
      { command: alone.command, status: alone.status, stdout: alone.stdout },
    );
    t.is(here.stderr === '', alone.stderr === '', here.stderr);
  });
}

test('commands run concurrently with separate output', async (t) => {
  const { shell, directory } = await openShell(t);
  // Each waits for the next one's file: run one after another, they would never end.
  const results = await Promise.all(
    [0, 1, 2, 3].map((n) =>
      shell.run([
        'sh',
        '-c',
        `: > ${directory}/${n}; until [ -e ${directory}/${(n + 1) % 4} ]; do sleep 0.01; done; echo ${n}`,
      ]),
    ),
  );
  t.deepEqual(
    results.map(({ stdout, status }) => [stdout, status]),
    [0, 1, 2, 3].map((n) => [`${n}\n`, 0]),
  );
});

test('a command that takes too long is killed, with an error', async (t) => {
  const { shell } = await openShell(t);
  const result = await shell.run(['sh', '-c', 'echo begun; exec sleep 600'], 300);
  const error = "Command timed out after 0.3 s: sh -c 'echo begun; exec sleep 600'";
  t.like(result, { status: null, signal: 'SIGKILL', stdout: 'begun\n', stderr: error, error });
  t.is((await shell.run(['echo', 'still here'])).stdout, 'still here\n');
});

test('commands of a shell that has ended have no status', async (t) => {
  const { shell, directory } = await openShell(t);
  // Runs until the test's directory is removed.
  const running = shell.run(['sh', '-c', `while [ -d ${directory} ]; do sleep 0.1; done`]);
  while ((await readdir(directory)).length === 0) await new Promise(setImmediate);
  await shell.end();
  t.regex((await running).stderr, /^Command ended with its lab: sh -c/);
  t.is((await running).status, null);
  t.like(await shell.run(['true']), { status: null, stderr: 'Command ended with its lab: true' });
});
