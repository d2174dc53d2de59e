import test from 'ava';
import type { StoredRecord } from '../record/index.js';
import { loadRunsBetween } from './load-run.js';
import { readComparedRecord } from './named.js';

async function between(base: StoredRecord, candidate: StoredRecord) {
  const found = await loadRunsBetween(base, candidate, []);
  return found === null
    ? null
    : [
        found.of,
        found.runs.map(({ record: { cell } }) => `${cell.engine.version} ${cell.kernel.release}`),
        found.caveat,
      ];
}

test('shipped baselines between two others date their changes', async (t) => {
  const [oldest, middle, newest] = await Promise.all(['20.10.24', '26.1.5', '28.5.2'].map(readComparedRecord));
  const kernel = middle!.record.cell.kernel.release;
  t.deepEqual(await between(oldest!, newest!), ['engine', [`26.1.5 ${kernel}`, `28.0.4 ${kernel}`], null]);
  t.is(await between(oldest!, middle!), null);
  t.is(await between(newest!, oldest!), null, 'a downgrade is not dated');
});

test('baselines between date nothing if the kernel differs as well', async (t) => {
  const [oldest, newest] = await Promise.all(['20.10.24', '28.5.2'].map(readComparedRecord));
  const { record } = newest!;
  const cell = { ...record.cell, kernel: { ...record.cell.kernel, release: '7.0.0' } };
  const candidate = { ...newest!, record: { ...record, cell } };
  t.deepEqual(await between(oldest!, candidate), [
    'engine',
    [],
    'The engine that introduced a change is unknown: not only the engine differs, but also the kernel.',
  ]);
});
