import test from 'ava';
import type { StoredRecord } from '../../record/index.js';
import { sampleRecord } from '../../record/testing/sample.js';
import { runsBetween } from './between.js';
import { comparedRecord } from './load-side.js';

function run(version: string, kernel: string, backend: 'nf_tables' | 'legacy' = 'nf_tables'): StoredRecord {
  const record = sampleRecord([]);
  const { cell } = record;
  return {
    directory: '/nowhere',
    record: {
      ...record,
      run: { ...record.run, id: `${version}-${kernel}` },
      cell: {
        ...cell,
        engine: { ...cell.engine, version },
        kernel: { ...cell.kernel, release: kernel },
        firewall: { ...cell.firewall, backend },
      },
    },
  };
}

async function between(base: StoredRecord, candidate: StoredRecord, ...around: readonly StoredRecord[]) {
  const found = await runsBetween(base, candidate, around);
  return found === null
    ? null
    : [
        found.of,
        found.sides.map(({ record: { cell } }) => `${cell.engine.version} ${cell.kernel.release}`),
        found.unknown,
      ];
}

test('between two shipped baselines are those of engines between theirs', async (t) => {
  const [old, middle, fresh] = [
    await comparedRecord('20.10.24'),
    await comparedRecord('26.1.5'),
    await comparedRecord('28.5.2'),
  ];
  t.deepEqual(await between(old, fresh), ['engine', [`26.1.5 ${middle.record.cell.kernel.release}`], null]);
  t.is(await between(old, middle), null);
  t.is(await between(fresh, old), null, 'a way back is no upgrade');
});

test('runs at hand of engines between, on the same kernel, oldest first and each engine once', async (t) => {
  const around = [
    run('28.0.0', '6.1.0'),
    run('20.10.24', '6.1.0'),
    run('28.5.2', '6.1.0'),
    run('24.0.7', '6.1.0'),
    run('24.0.7', '6.1.0'),
    run('27.0.0', '6.12.0'),
  ];
  t.deepEqual(await between(run('20.10.24', '6.1.0'), run('28.5.2', '6.1.0'), ...around), [
    'engine',
    ['24.0.7 6.1.0', '28.0.0 6.1.0'],
    null,
  ]);
});

test('on another kernel runs between say nothing, and that is said', async (t) => {
  t.deepEqual(await between(run('24.0.7', '6.1.0'), run('26.0.0', '6.1.0'), run('25.0.0', '6.12.0')), [
    'engine',
    [],
    'Since which engine a change is so is not known: of those between (25.0.0) there are only runs with another kernel. A matrix of these engines on one machine tells it.',
  ]);
  t.deepEqual(await between(run('20.10.24', '6.1.0'), run('28.5.2', '6.12.0', 'legacy')), [
    'engine',
    [],
    'Since which engine a change is so cannot be told: besides the engine the kernel and the firewall backend differs.',
  ]);
});

test('of one engine on two kernels, its runs on kernels between', async (t) => {
  const around = [
    run('28.5.2', '6.12.9-amd64'),
    run('26.1.5', '6.6.0'),
    run('28.5.2', '6.6.0', 'legacy'),
    run('28.5.2', '7.2.0'),
    run('28.5.2', '6.1.0-9-amd64'),
  ];
  t.deepEqual(await between(run('28.5.2', '6.1.0-44-amd64'), run('28.5.2', '7.2.0'), ...around), [
    'kernel',
    ['28.5.2 6.12.9-amd64'],
    null,
  ]);
  t.is(await between(run('28.5.2', '7.2.0'), run('28.5.2', '6.1.0'), ...around), null);
  t.is(await between(run('28.5.2', '6.1.0'), run('28.5.2', '7.2.0', 'legacy'), ...around), null);
});
