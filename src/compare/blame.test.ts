import test from 'ava';
import { baselinePath } from '../results/index.js';
import { loadBehaviours } from '../results/behaviours.js';
import { readRecord } from '../record/index.js';
import { selectGrid } from './blame.js';
import { compareRuns } from './compare.js';
import type { ComparedRun } from './types.js';

/** Loads a shipped baseline; its cell is moved to another kernel, since the baselines are of one machine. */
async function on(version: string, release: string): Promise<ComparedRun> {
  const { record, directory } = await readRecord(baselinePath(version));
  const cell = { ...record.cell, kernel: { ...record.cell.kernel, release } };
  return {
    name: `${version} on ${release}`,
    record: { ...record, cell },
    behaviours: await loadBehaviours({ record, directory }),
  };
}

/** Compares two runs of several engines and kernels, and returns what each change follows. */
function attribute(base: ComparedRun, candidate: ComparedRun, others: readonly ComparedRun[]) {
  const comparison = compareRuns(base, candidate, null, selectGrid(base, candidate, others));
  const changeOf = (id: string) => comparison.changes.find((change) => change.id === id);
  return { comparison, textOf: (id: string) => changeOf(id)?.attribution?.text ?? null, changeOf };
}

const id = 'isolation/published-port-across';

test('a change of verdict and one of packets follow the engine that has them on both kernels', async (t) => {
  const [old, now] = [await on('28.5.2', '6.12.74'), await on('29.4.2', '7.2.12')];
  const others = [await on('28.5.2', '7.2.12'), await on('29.4.2', '6.12.74')];
  const { comparison, textOf, changeOf } = attribute(old, now, others);
  t.is(textOf(id), 'follows the engine (from 29.4.2 on)');
  t.regex(changeOf(id)?.sentence ?? '', /; follows the engine \(from 29\.4\.2 on\); known of /);
  t.deepEqual(comparison.notes, []);
  const grid = [await on('20.10.24', '7.2.12'), await on('28.5.2', '6.12.74')];
  const packets = attribute(await on('20.10.24', '6.12.74'), await on('28.5.2', '7.2.12'), grid);
  t.is(packets.changeOf('isolation/between-bridges')?.kind, 'changed');
  t.is(packets.textOf('isolation/between-bridges'), 'follows the engine (from 28.5.2 on)');
});

test('a change that comes with the kernel alone, and one that needs both', async (t) => {
  const [old, now] = [await on('28.5.2', '6.12.74'), await on('29.4.2', '7.2.12')];
  // As if the kernel brought what the newer engine does.
  const both = { record: now.record, behaviours: now.behaviours };
  const oldOnNew = { ...both, name: '', record: { ...both.record, cell: (await on('28.5.2', '7.2.12')).record.cell } };
  const newOnOld = { ...old, record: { ...old.record, cell: (await on('29.4.2', '6.12.74')).record.cell } };
  t.is(attribute(old, now, [oldOnNew, newOnOld]).textOf(id), 'follows the kernel (from 7.2 on)');
  t.is(attribute(old, now, [await on('28.5.2', '7.2.12'), newOnOld]).textOf(id), 'only 29.4.2 on 7.2');
  t.is(attribute(old, now, [oldOnNew]).textOf(id), 'follows the kernel (from 7.2 on); not run: 29.4.2 × 6.12');
});

test('without a crossed run one note says for all changes what is missing', async (t) => {
  const { comparison, changeOf } = attribute(await on('26.1.5', '6.12.74'), await on('29.4.2', '7.2.12'), []);
  t.is(changeOf(id)?.attribution?.kind, 'open');
  t.notRegex(changeOf(id)?.sentence ?? '', /missing/);
  t.is(comparison.notes.length, 1);
  t.regex(
    comparison.notes[0] ?? '',
    /^Whether \d+ changes follow the engine or the kernel is undetermined: cells 26\.1\.5 × 7\.2 and 29\.4\.2 × 6\.12/,
  );
});

test('runs on one kernel need no grid; a kernel between counts if both engines ran on it', async (t) => {
  const [old, now] = [await on('26.1.5', '6.1.0'), await on('28.5.2', '7.2.12')];
  t.deepEqual(selectGrid(old, await on('28.5.2', '6.1.0'), [await on('28.0.4', '6.1.0')]), []);
  const names = (runs: readonly ComparedRun[]) => selectGrid(old, now, runs).map(({ name }) => name);
  const half = [await on('26.1.5', '6.12.0'), await on('28.0.4', '7.2.12'), await on('29.7.2', '7.2.12')];
  t.deepEqual(names(half), []);
  const corner = await on('26.1.5', '7.2.12');
  t.deepEqual(names([...half, await on('28.5.2', '6.12.0'), corner]), [
    '26.1.5 on 7.2.12',
    '26.1.5 on 6.12.0',
    '28.5.2 on 6.12.0',
  ]);
});
