import test from 'ava';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readRecord, writeRecord, type RunRecord } from '../../record/index.js';
import { compareToBaseline } from '../../results/index.js';
import { docknet, temporaryDirectory } from '../testing/docknet.js';
import { storeRun } from '../testing/stored-run.js';

/** What `docknet compare --json` prints. */
interface ComparisonJson {
  readonly counts: Readonly<Record<string, number>>;
  readonly changes: readonly { readonly kind: string; readonly id: string }[];
}

test.serial('a baseline is small, has no evidence or paths, and compares like its run', async (t) => {
  const directory = await temporaryDirectory(t);
  const [run, baselines] = [await storeRun(join(directory, 'a'), 'first'), join(directory, 'baselines')];
  const { exitCode, stdout } = await docknet(['baseline', 'write', run, '--output', baselines]);
  t.is(exitCode, 0, stdout);
  const baseline = join(baselines, '20.10.24');
  t.deepEqual((await readdir(baseline)).sort(), ['behaviour.json', 'record.json']);
  t.true(
    (await stat(join(baseline, 'record.json'))).size + (await stat(join(baseline, 'behaviour.json'))).size < 20_000,
  );
  t.false((await readFile(join(baseline, 'record.json'), 'utf8')).includes('/usr/sbin'));
  const same = await docknet(['compare', baseline, await storeRun(join(directory, 'b'), 'second')]);
  t.regex(same.stdout, /\n2 the same/);
  const fresh = await storeRun(join(directory, 'c'), '28.5.2');
  const changes = async (base: string) =>
    (JSON.parse((await docknet(['compare', base, fresh, '--json'])).stdout) as ComparisonJson).changes.map(
      ({ kind, id }) => [kind, id],
    );
  t.deepEqual(await changes(baseline), await changes(run));
});

for (const [what, differing, message] of [
  ['an interrupted run', { run: { interrupted: true } }, /was interrupted: it lacks /],
  [
    'a run with errors',
    { check: { verdict: 'error', reason: 'lost frames' } },
    /has checks without a verdict: publish\/one-address, isolation\/between-bridges/,
  ],
  ['a run of docknet prove', { run: { sabotaged: true } }, /is a run of "docknet prove"/],
] as const) {
  test.serial(`${what} becomes no baseline: exit status 2`, async (t) => {
    const directory = await temporaryDirectory(t);
    const { exitCode, stderr } = await docknet([
      'baseline',
      'write',
      await storeRun(join(directory, 'a'), 'first', differing),
      '--output',
      directory,
    ]);
    t.is(exitCode, 2);
    t.regex(stderr, message);
  });
}

test.serial('the shipped baselines are listed and compared by name, with their page', async (t) => {
  const directory = await temporaryDirectory(t);
  const list = await docknet(['baseline', 'list']);
  t.deepEqual(
    list.stdout.split('\n').map((line) => line.split('  ')[0]),
    [
      ...['20.10.24', '20.10.24-linux-6.1', '20.10.24-linux-6.12', '20.10.24-linux-7.2'],
      ...['26.1.5', '26.1.5-linux-6.1', '26.1.5-linux-6.12', '26.1.5-linux-7.2'],
      '28.0.4',
      ...['28.5.2', '28.5.2-linux-6.1', '28.5.2-linux-6.12', '28.5.2-linux-7.2'],
      ...['29.4.2', '29.4.2-nftables', '29.7.2', '29.7.2-nftables'],
    ],
  );
  const { exitCode, stdout } = await docknet([
    'compare',
    '20.10.24',
    '28.5.2',
    '--page',
    join(directory, 'page.html'),
    '--json',
  ]);
  const { counts, changes } = JSON.parse(stdout) as ComparisonJson;
  t.is(exitCode, 1);
  t.true((counts['regression'] ?? 0) > 0);
  t.true(changes.some(({ kind, id }) => kind === 'regression' && id === 'upgrade/raw-table-missing'));
  t.true((await stat(join(directory, 'page.html'))).size > 10_000);
  t.regex(
    (await docknet(['compare', '20.10.24', '26.1.51'])).stderr,
    /No run or baseline "26\.1\.51"\. .* Did you mean 26\.1\.5\?/,
  );
  t.regex(
    (await docknet(['compare', '20.10.24', '20.10.24-linux-6.12'])).stdout,
    /\nvanished {2}4\d\d checks only in the base: namespace \d+, bridge \d+, /,
    'many checks are counted by area',
  );
});

test.serial(
  'a run on an engine without a baseline is compared with the nearest, which was not requested',
  async (t) => {
    const directory = await storeRun(join(await temporaryDirectory(t), 'a'), '28.5.2');
    const stored = await readRecord(directory);
    const on = (version: string, daemonConfig: Record<string, string> = {}) => {
      const { cell } = stored.record;
      const engine = { ...cell.engine, version, daemonConfig };
      return { ...stored, record: { ...stored.record, cell: { ...cell, engine } } };
    };
    const found = await compareToBaseline({ kind: 'nearest' }, on('28.6.0'));
    t.like(found, { baseline: '28.5.2', requested: false, page: join(directory, 'comparison.html') });
    t.deepEqual(
      found?.comparison.changes.filter(({ kind }) => kind === 'vanished'),
      [],
      'of a part of the checks only that part is compared',
    );
    t.is(await compareToBaseline({ kind: 'nearest' }, on('28.5.2')), null);
    const configured = await compareToBaseline({ kind: 'nearest' }, on('28.5.2', { icc: 'false' }));
    t.is(configured?.baseline, '28.5.2', 'the engine has a baseline, but not with this daemon.json');
    t.true(configured?.comparison.notes.some((note) => note.includes('icc is unset in the base, false')));
    t.is(await compareToBaseline({ kind: 'none' }, on('28.6.0')), null);
  },
);

test.serial('a baseline’s name has the nftables backend; a daemon.json needs a name of its own', async (t) => {
  const directory = await temporaryDirectory(t);
  const run = await storeRun(join(directory, 'a'), 'first');
  const write = async (cell: (record: RunRecord['cell']) => RunRecord['cell'], ...more: readonly string[]) => {
    const { record } = await readRecord(run);
    await writeRecord(run, { ...record, cell: cell(record.cell) });
    return docknet(['baseline', 'write', run, '--output', join(directory, 'baselines'), ...more]);
  };
  await write((cell) => ({ ...cell, firewall: { ...cell.firewall, backend: 'nftables' } }));
  t.deepEqual(await readdir(join(directory, 'baselines')), ['20.10.24-nftables']);
  const configure = (cell: RunRecord['cell']) => ({
    ...cell,
    engine: { ...cell.engine, daemonConfig: { icc: 'false' } },
  });
  t.regex((await write(configure)).stderr, /has a daemon\.json\. Name its baseline with --name/);
  t.is((await write(configure, '--name', 'icc-off')).exitCode, 0);
});
