import test, { type ExecutionContext } from 'ava';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAt } from './index.js';
import { StandingShell } from './standing-shell.js';

/** A shell on this machine, and the directory its commands write to. */
async function standing(t: ExecutionContext): Promise<{ readonly shell: StandingShell; readonly directory: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'docknet-shell-'));
  const shell = await StandingShell.start([], { there: directory, here: directory });
  t.teardown(async () => {
    await shell.end();
    await rm(directory, { recursive: true });
  });
  return { shell, directory };
}

for (const [what, argv] of [
  ['a command that fails', ['sh', '-c', 'echo out; echo err >&2; exit 3']],
  [
    'words that a shell would take apart',
    ['printf', '%s|', "it's", '"$HOME"', '`id`', 'a\nb', '*', '', '; exit 7', '\\'],
  ],
  ['a program that is not there', ['docknet-no-such-program', '1']],
  ['one that is ended by a signal', ['sh', '-c', 'kill -KILL $$']],
  ['one that reads its input', ['cat']],
  ['much output', ['head', '-c', '3000000', '/dev/zero']],
] as const) {
  test(`${what}: the same comes of it as where it is started on its own`, async (t) => {
    const { shell } = await standing(t);
    const [here, alone] = await Promise.all([shell.run(argv), runAt([], argv)]);
    t.deepEqual(
      { command: here.command, status: here.status, stdout: here.stdout },
      { command: alone.command, status: alone.status, stdout: alone.stdout },
    );
    t.is(here.stderr === '', alone.stderr === '', here.stderr);
  });
}

test('commands run at once, and what each wrote is its own', async (t) => {
  const { shell, directory } = await standing(t);
  // Each waits for the next one's file, so one after another they would never end.
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

test('a command that takes longer than it may is killed, and that is said', async (t) => {
  const { shell } = await standing(t);
  const result = await shell.run(['sh', '-c', 'echo begun; exec sleep 600'], 300);
  t.like(result, { status: null, stderr: '(ended by docknet after 300 ms)' });
  t.is((await shell.run(['echo', 'still here'])).stdout, 'still here\n');
});

test('commands of a shell that ends have no status, nor those that come after', async (t) => {
  const { shell, directory } = await standing(t);
  // Until the test's directory goes.
  const left = shell.run(['sh', '-c', `while [ -d ${directory} ]; do sleep 0.1; done`]);
  while ((await readdir(directory)).length === 0) await new Promise(setImmediate);
  await shell.end();
  t.like(await left, { status: null, stderr: '(the lab has ended)' });
  t.like(await shell.run(['true']), { status: null, stderr: '(the lab has ended)' });
});
