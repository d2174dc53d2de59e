import test from 'ava';
import { execa } from 'execa';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRecord } from '../record/index.js';

const npm = { timeout: 170_000, stdin: 'ignore', env: { npm_config_update_notifier: 'false' } } as const;

test('the packed release, installed in an empty directory, is a working docknet', async (t) => {
  const home = await mkdtemp(join(tmpdir(), 'docknet-pack-'));
  t.teardown(() => rm(home, { recursive: true, force: true }));
  await execa('npm', ['run', 'build'], npm);
  const packed = await execa('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', home], npm);
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
  await execa('mkdir', [there]);
  await writeFile(join(there, 'package.json'), '{"private": true}');
  await execa('npm', ['install', '--no-audit', '--no-fund', join(home, filename)], { ...npm, cwd: there });
  const command = join(there, 'node_modules/.bin/docknet');
  t.is((await stat(command)).mode & 0o111, 0o111, 'it can be executed');
  t.regex(
    await readFile(join(there, 'node_modules/docknet/node_modules/cap/src/capture.cc'), 'utf8'),
    /pcap/,
    'cap carries our extensions',
  );

  const list = await execa(command, ['list'], { cwd: there });
  t.regex(list.stdout, /nat\/masquerade/);
  const run = await execa(command, ['run', 'nat/masquerade'], {
    cwd: there,
    reject: false,
    timeout: 170_000,
    env: { SUDO_UID: '', SUDO_GID: '' },
  });
  t.is(run.exitCode, 0, run.stdout + run.stderr);
  const [, report = ''] = /^report: (\S+)$/m.exec(run.stdout) ?? [];
  const { record } = await readRecord(join(there, report, '..'));
  t.is(record.checks[0]?.verdict, 'conforms');
  const schema = await execa(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      'import schema from "docknet/record.schema.json" with { type: "json" }; import { conformance } from "docknet"; console.log(schema.title, typeof conformance)',
    ],
    { cwd: there },
  );
  t.is(schema.stdout, 'docknet record function');
});
