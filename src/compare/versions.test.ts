import test from 'ava';
import type { RunRecord } from '../record/index.js';
import { sampleRecord } from '../record/testing/sample.js';
import { findNearestVersion, selectRunsBetween } from './versions.js';

interface Run {
  readonly record: RunRecord;
}

function run(version: string, kernel: string, program: 'nf_tables' | 'legacy' = 'nf_tables'): Run {
  const record = sampleRecord([]);
  const { cell } = record;
  return {
    record: {
      ...record,
      run: { ...record.run, id: `${version}-${kernel}` },
      cell: {
        ...cell,
        engine: { ...cell.engine, version },
        kernel: { ...cell.kernel, release: kernel },
        firewall: { ...cell.firewall, program },
      },
    },
  };
}

function between(base: Run, candidate: Run, ...runs: readonly Run[]) {
  const selection = selectRunsBetween(base, candidate, runs);
  return selection === null
    ? null
    : [
        selection.of,
        selection.runs.map(({ record: { cell } }) => `${cell.engine.version} ${cell.kernel.release}`),
        selection.caveat,
      ];
}

test('runs of engines between, on the same kernel, oldest first and each engine once', (t) => {
  const runs = [
    run('28.0.0', '6.1.0'),
    run('20.10.24', '6.1.0'),
    run('28.5.2', '6.1.0'),
    run('24.0.7', '6.1.0'),
    run('24.0.7', '6.1.0'),
    run('27.0.0', '6.12.0'),
  ];
  t.deepEqual(between(run('20.10.24', '6.1.0'), run('28.5.2', '6.1.0'), ...runs), [
    'engine',
    ['24.0.7 6.1.0', '28.0.0 6.1.0'],
    null,
  ]);
  t.is(between(run('28.5.2', '6.1.0'), run('20.10.24', '6.1.0'), ...runs), null, 'a downgrade is not dated');
});

test('runs between on another kernel date nothing, with a caveat', (t) => {
  t.deepEqual(between(run('24.0.7', '6.1.0'), run('26.0.0', '6.1.0'), run('25.0.0', '6.12.0')), [
    'engine',
    [],
    'The engine that introduced a change is unknown: the runs between (25.0.0) have another kernel. ' +
      'Run a matrix of these engines on one machine.',
  ]);
  t.deepEqual(between(run('20.10.24', '6.1.0'), run('28.5.2', '6.12.0', 'legacy'), run('26.1.5', '6.1.0')), [
    'engine',
    [],
    'The engine that introduced a change is unknown: not only the engine differs, but also the kernel and the ' +
      'iptables backend.',
  ]);
});

test('of one engine on two kernels, its runs on kernels between', (t) => {
  const runs = [
    run('28.5.2', '6.12.9-amd64'),
    run('26.1.5', '6.6.0'),
    run('28.5.2', '6.6.0', 'legacy'),
    run('28.5.2', '7.2.0'),
    run('28.5.2', '6.1.0-9-amd64'),
  ];
  t.deepEqual(between(run('28.5.2', '6.1.0-44-amd64'), run('28.5.2', '7.2.0'), ...runs), [
    'kernel',
    ['28.5.2 6.12.9-amd64'],
    null,
  ]);
  t.is(between(run('28.5.2', '7.2.0'), run('28.5.2', '6.1.0'), ...runs), null);
  t.is(between(run('28.5.2', '6.1.0'), run('28.5.2', '7.2.0', 'legacy'), ...runs), null);
});

const versions = ['20.10.24', '26.1.5', '28.5.2'];
for (const [version, nearest] of [
  ['28.5.2', '28.5.2'],
  ['28.6.0', '28.5.2'],
  ['29.0.0', '28.5.2'],
  ['28.5.1', '28.5.2'],
  ['27.0.0-rc.1', '26.1.5'],
  ['26.1.5+dfsg1', '26.1.5'],
  ['24.0.7', '26.1.5'],
  ['23.0.6', '20.10.24'],
  ['19.03.5', '20.10.24'],
  ['unknown', '20.10.24'],
] as const) {
  test(`the version nearest to ${version} is ${nearest}`, (t) => {
    t.is(findNearestVersion(version, versions), nearest);
  });
}

test('no version is nearest among none', (t) => {
  t.is(findNearestVersion('28.5.2', []), null);
});
