import test from 'ava';
import { noEvidence, type RunRecord } from '../record/index.js';
import { sampleCheck, sampleRecord } from '../record/testing/sample.js';
import { mergeRecords, groupParts, type Part } from './merge-parts.js';

/** Creates a part with these checks, and other fields of its run and cell. */
function part(
  label: string,
  ids: readonly string[],
  run: Partial<RunRecord['run']> = {},
  cell: Partial<RunRecord['cell']> = {},
): Part {
  const record = sampleRecord(
    ids.map((id) => sampleCheck({ id })),
    { id: label.replaceAll(/\W/g, ''), shard: null, merged: [], ...run },
  );
  return { label, name: 'private', record: { ...record, cell: { ...record.cell, ...cell } } };
}
/** Creates a part as a baseline has it. */
function baseline(label: string, ids: readonly string[]): Part {
  const { record, ...of } = part(label, ids);
  return { ...of, record: { ...record, checks: record.checks.map((check) => ({ ...check, evidence: noEvidence })) } };
}
const shard = (number: number, of: number) => ({ shard: { number, of } });
const engine = (version: string) => ({ engine: { ...sampleRecord().cell.engine, version } });

test('the parts of one cell become one record with ordered checks', (t) => {
  const { cells, refusals } = groupParts([
    part('b', ['nat/b', 'nat/d'], { ...shard(2, 2), started: '2026-01-31T08:00:00Z', milliseconds: 10, workers: 4 }),
    part('a', ['nat/a', 'nat/c'], { ...shard(1, 2), milliseconds: 5 }),
  ]);
  t.deepEqual(refusals, []);
  t.is(cells.length, 1);
  const [cell] = cells;
  if (cell === undefined) return;
  t.deepEqual(cell.warnings, []);
  const record = mergeRecords(cell, { id: 'whole', arguments: ['merge'] }, ['nat/a', 'nat/b', 'nat/c']);
  t.deepEqual(
    record.checks.map(({ id }) => id),
    ['nat/a', 'nat/b', 'nat/c', 'nat/d'],
  );
  t.like(record.run, {
    id: 'whole',
    started: '2026-01-31T08:00:00Z',
    milliseconds: 15,
    workers: 4,
    shard: null,
    interrupted: false,
    merged: ['b', 'a'],
  });
});

test('another engine, kernel or setting is another cell; another processor is not', (t) => {
  const { sysctls } = sampleRecord().cell;
  const { cells } = groupParts([
    part('a', ['nat/a']),
    part('b', ['nat/a'], {}, engine('28.5.2')),
    part('c', ['nat/a'], {}, { sysctls: { ...sysctls, 'net.ipv4.ip_forward': '0' } }),
    part(
      'd',
      ['nat/b'],
      {},
      { cpu: { model: 'another', count: 64 }, sysctls: { ...sysctls, 'net.netfilter.nf_conntrack_max': '1' } },
    ),
  ]);
  t.deepEqual(
    cells.map(({ parts }) => parts.map(({ label }) => label)),
    [['a', 'd'], ['b'], ['c']],
  );
});

for (const [what, parts, refusal] of [
  [
    'that overlap',
    [part('a', ['nat/a', 'nat/b', 'nat/c']), part('b', ['nat/b', 'nat/c'])],
    new RegExp(
      '^a and b overlap: on the same cell \\(engine 20\\.10\\.24, kernel 6\\.1\\.0-30-amd64\\) ' +
        'both have nat/b and 1 more\\. Leave one of them out\\.$',
    ),
  ],
  [
    'that are the same run',
    [part('a', ['nat/a']), part('b', ['nat/b'], { id: 'a' })],
    /^a and b are the same run, a\. Name it once\.$/,
  ],
  ['that include a baseline', [baseline('a', ['nat/a']), part('b', ['nat/b'])], /^a is a baseline, without evidence\./],
  [
    'of different versions',
    [part('a', ['nat/a']), part('b', ['nat/a'], { docknet: '0.2.0' }, engine('28.5.2'))],
    /^a and b differ in docknet’s version: 0\.1\.0 and 0\.2\.0\./,
  ],
  [
    'of a plain run and of one under sabotage',
    [part('a', ['nat/a']), part('b', ['nat/b'], { sabotaged: true })],
    /^a and b differ in kind of run: docknet run and docknet prove\./,
  ],
  [
    'that were divided differently',
    [part('a', ['nat/a'], shard(1, 2)), part('b', ['nat/b'], shard(2, 3))],
    /^a is part 1\/2 and b part 2\/3 of the same cell\. Run them with the same --shard/,
  ],
] as const) {
  test(`parts ${what} are refused by name`, (t) => {
    const { refusals } = groupParts(parts);
    t.is(refusals.length, 1);
    t.regex(refusals[0] ?? '', refusal);
  });
}

test('a missing part is named, and one that belongs to another cell', (t) => {
  const firewall = { ...sampleRecord().cell.firewall, nft: '1.1.3' };
  const { cells } = groupParts([
    part('a', ['nat/a'], shard(1, 4)),
    part('b', ['nat/b'], shard(4, 4)),
    part('c', ['nat/c'], shard(2, 4), { firewall }),
  ]);
  t.deepEqual(
    cells.map(({ warnings }) => warnings),
    [
      [
        'of engine 20.10.24 (private) part 2/4, 3/4 is missing: its checks were not run. ' +
          'c is such a part, but of another cell: they differ in nft.',
      ],
      [
        'of engine 20.10.24 (private) part 1/4, 3/4, 4/4 is missing: its checks were not run. ' +
          'a is such a part, but of another cell: they differ in nft.',
      ],
    ],
  );
});

test('an interrupted part is named, and the record is interrupted', (t) => {
  const [cell] = groupParts([part('a', ['nat/a'], { interrupted: true }), part('b', ['nat/b'])]).cells;
  t.regex(cell?.warnings[0] ?? '', /^a was stopped before its last check/);
  t.true(cell !== undefined && mergeRecords(cell, { id: 'x', arguments: [] }, []).run.interrupted);
});
