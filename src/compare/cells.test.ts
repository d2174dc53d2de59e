import test from 'ava';
import { sampleRecord } from '../record/testing/sample.js';
import { describeSettings, hasSameSettings, pairCells, type ComparedCell } from './cells.js';

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

test('other settings of the engine are described, key by key', (t) => {
  const plain = sampleRecord([]).cell;
  const configured = {
    ...plain,
    firewall: { ...plain.firewall, backend: 'nftables' as const },
    engine: { ...plain.engine, daemonConfig: { icc: 'false', mtu: '1400' } },
  };
  t.deepEqual(describeSettings(plain, plain), []);
  t.deepEqual(describeSettings(plain, configured), [
    'The firewall backend is iptables in the base, nftables in the candidate.',
    'The runs’ daemon.json differ: icc is unset in the base, false in the candidate; ' +
      'mtu is unset in the base, 1400 in the candidate.',
  ]);
  t.deepEqual([hasSameSettings(plain, plain), hasSameSettings(plain, configured)], [true, false]);
});
