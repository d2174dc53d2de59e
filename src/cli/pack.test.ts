import test from 'ava';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand, runOrThrow } from '../process/index.js';
import { readRecord } from '../record/index.js';

const npm = { timeoutMs: 170_000, env: { ...process.env, npm_config_update_notifier: 'false' } };

test('the packed release, installed in an empty directory, is a working docknet', async (t) => {
  const home = await mkdtemp(join(tmpdir(), 'docknet-pack-'));
  t.teardown(() => rm(home, { recursive: true, force: true }));
  await runOrThrow(['npm', 'run', 'build'], npm);
  const packed = await runOrThrow(['npm', 'pack', '--ignore-scripts', '--json', '--pack-destination', home], npm);
  const [{ filename, files }] = JSON.parse(packed.stdout) as [{ filename: string; files: { path: string }[] }];
  const paths = files.map(({ path }) => path);
  t.deepEqual(
    paths.filter(
      (path) => /\.test\.|\/testing\/|\.node$|cap\/build\/|^src\//.test(path) && !path.includes('node_modules/'),
    ),
    [],
  );
  t.deepEqual(
    paths.filter((path) => /cap\/build\/|cap\.node$/.test(path)),
    [],
    'nothing that was compiled for this machine',
  );
  for (const needed of [
    'dist/src/cli/main.js',
    'dist/src/check/language.d.ts',
    'dist/src/record/record.schema.json',
    'suites/nat/masquerade.ts',
    'reports/baselines/20.10.24/behaviour.json',
    'README.md',
  ])
    t.true(paths.includes(needed), needed);

  const there = join(home, 'empty');
  await mkdir(there);
  await writeFile(join(there, 'package.json'), '{"private": true}');
  await runOrThrow(['npm', 'install', '--no-audit', '--no-fund', join(home, filename)], { ...npm, cwd: there });
  const command = join(there, 'node_modules/.bin/docknet');
  t.is((await stat(command)).mode & 0o111, 0o111, 'it can be executed');
  t.regex(
    await readFile(join(there, 'node_modules/docknet/node_modules/cap/src/capture.cc'), 'utf8'),
    /pcap/,
    'cap carries our extensions',
  );

  const list = await runOrThrow([command, 'list'], { cwd: there, env: process.env });
  t.regex(list.stdout, /nat\/masquerade/);
  const run = await runCommand([command, 'run', 'nat/masquerade'], {
    cwd: there,
    timeoutMs: 170_000,
    env: { ...process.env, SUDO_UID: '', SUDO_GID: '' },
  });
  t.is(run.status, 0, run.stdout + run.stderr);
  const [, report = ''] = /^report: (\S+)$/m.exec(run.stdout) ?? [];
  const { record } = await readRecord(join(there, report, '..'));
  t.is(record.checks[0]?.verdict, 'conforms');
  const schema = await runOrThrow(
    [
      process.execPath,
      '--input-type=module',
      '-e',
      'import schema from "docknet/record.schema.json" with { type: "json" }; ' +
        'import { conformance } from "docknet"; console.log(schema.title, typeof conformance)',
    ],
    { cwd: there },
  );
  t.is(schema.stdout, 'docknet record function\n');
});
