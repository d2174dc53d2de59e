import test from 'ava';
import { sampleRecord } from '../record/testing/sample.js';
import { pairCells, type ComparedCell } from './cells.js';

function cell(name: string, version: string, kernel = '6.1.0'): ComparedCell {
  const record = sampleRecord([]);
  return {
    name,
    stored: {
      directory: `/${name}`,
      record: {
        ...record,
        cell: {
          ...record.cell,
          engine: { ...record.cell.engine, version },
          kernel: { ...record.cell.kernel, release: kernel },
        },
      },
    },
  };
}

/** Returns each pair by its names, then the unpaired names. */
function paired(base: readonly ComparedCell[], candidate: readonly ComparedCell[]) {
  const { pairs, unpaired } = pairCells(base, candidate);
  return [
    pairs.map((pair) => `${pair.base.name ?? ''}=${pair.candidate.name ?? ''}`),
    unpaired.base.map(({ name }) => name),
    unpaired.candidate.map(({ name }) => name),
  ];
}

test('cells of the same engine are paired, whatever their names', (t) => {
  t.deepEqual(
    paired(
      [cell('private', '20.10.24'), cell('debian:forky', '28.5.2')],
      [cell('debian:sid', '28.5.2'), cell('debian:trixie', '26.1.5'), cell('host', '20.10.24')],
    ),
    [['debian:forky=debian:sid', 'private=host'], [], ['debian:trixie']],
  );
});

test('of several with one engine, those on the same kernel are paired, then those with the same name', (t) => {
  t.deepEqual(
    paired(
      [cell('a', '28.5.2', '6.1.0'), cell('b', '28.5.2', '6.12.0')],
      [cell('c', '28.5.2', '6.12.0'), cell('d', '28.5.2', '6.1.0')],
    ),
    [['b=c', 'a=d'], [], []],
  );
  t.deepEqual(
    paired([cell('a', '28.5.2'), cell('b', '28.5.2')], [cell('b', '28.5.2', '7.0.0'), cell('a', '28.5.2', '7.0.0')]),
    [['b=b', 'a=a'], [], []],
  );
  t.deepEqual(
    paired([cell('a', '28.5.2', '6.1.0')], [cell('b', '28.5.2', '7.0.0')]),
    [['a=b'], [], []],
    'an upgrade of the kernel',
  );
});

test('ambiguous cells stay unpaired', (t) => {
  t.deepEqual(paired([cell('a', '28.5.2'), cell('b', '28.5.2')], [cell('c', '28.5.2'), cell('d', '28.5.2')]), [
    [],
    ['a', 'b'],
    ['c', 'd'],
  ]);
});
