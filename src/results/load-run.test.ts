import test from 'ava';
import type { StoredRecord } from '../record/index.js';
import { loadRunsAround } from './load-run.js';
import { readComparedRecord } from './named.js';

async function between(base: StoredRecord, candidate: StoredRecord) {
  const found = (await loadRunsAround(base, candidate, [])).between;
  return found === null
    ? null
    : [
        found.of,
        found.runs.map(({ record: { cell } }) => `${cell.engine.version} ${cell.kernel.release}`),
        found.caveat,
      ];
}

/** The record as if it were of a run on another kernel. */
function onKernel({ record, directory }: StoredRecord, release: string): StoredRecord {
  const cell = { ...record.cell, kernel: { ...record.cell.kernel, release } };
  return { directory: `${directory}-${release}`, record: { ...record, cell } };
}

test('shipped baselines between two others date their changes', async (t) => {
  const [oldest, middle, newest] = await Promise.all(['20.10.24', '26.1.5', '28.5.2'].map(readComparedRecord));
  const kernel = middle!.record.cell.kernel.release;
  t.deepEqual(await between(oldest!, newest!), ['engine', [`26.1.5 ${kernel}`, `28.0.4 ${kernel}`], null]);
  t.is(await between(oldest!, middle!), null);
  t.is(await between(newest!, oldest!), null, 'a downgrade is not dated');
});

test('baselines between date nothing if the kernel differs too; the one on the old kernel attributes', async (t) => {
  const [oldest, newest] = await Promise.all(['20.10.24', '28.5.2'].map(readComparedRecord));
  const candidate = onKernel(newest!, '7.0.0');
  t.deepEqual(await between(oldest!, candidate), [
    'engine',
    [],
    'The engine that introduced a change is unknown: not only the engine differs, but also the kernel.',
  ]);
  const { grid } = await loadRunsAround(oldest!, candidate, []);
  t.deepEqual(
    grid.map(({ record }) => [record.cell.engine.version, record.cell.kernel.release]),
    [['28.5.2', newest!.record.cell.kernel.release]],
  );
});
