import test from 'ava';
import { renderMatrix } from './page.js';
import { compareCells } from './compare-cells.js';
import { hostileText } from '../testing/safety.js';
import { checkRecord, runRecord } from '../testing/record-builder.js';
import { onEngine, sampleMatrix } from '../testing/sample-matrix.js';
import { sha256 } from '../testing/sha256.js';

const deviates = (reason: string) => ({ verdict: 'known deviation', reason }) as const;
const record = runRecord([checkRecord('nat/a', 'a'), checkRecord('nat/b', 'b'), checkRecord('nat/c', 'c')]);
const onKernel = (of: typeof record, release: string) => ({
  ...of,
  cell: { ...of.cell, kernel: { ...of.cell.kernel, release } },
});

test('a check follows the engine where cells alike in the engine agree', (t) => {
  const old = onEngine(record, '20.10.24', { 'nat/a': deviates('so it is') });
  const cells = [
    onKernel(old, '6.1'),
    onKernel(old, '6.12'),
    onKernel(onEngine(record, '28.5.2'), '6.1'),
    onKernel(onEngine(record, '28.5.2'), '6.12'),
  ];
  t.deepEqual(
    compareCells(cells).map(({ id, differs, follows, loud }) => ({ id, differs, follows, loud })),
    [
      { id: 'nat/a', differs: true, follows: ['engine'], loud: false },
      { id: 'nat/b', differs: false, follows: [], loud: false },
      { id: 'nat/c', differs: false, follows: [], loud: false },
    ],
  );
});

test('cells that cannot tell engine and kernel apart name both, and what no factor explains follows none', (t) => {
  const old = onKernel(onEngine(record, '20.10.24', { 'nat/a': deviates('so it is') }), '6.1');
  t.deepEqual(compareCells([old, onKernel(onEngine(record, '28.5.2'), '6.12')])[0]?.follows, ['engine', 'kernel']);
  t.like(compareCells([old, { ...old, checks: record.checks }])[0], { differs: true, follows: [] });
});

test('two known deviations with different reasons are different; an error says nothing of its engine, but is loud', (t) => {
  const rows = compareCells([
    onEngine(record, '20.10.24', { 'nat/a': deviates('one way'), 'nat/b': { verdict: 'error' } }),
    onEngine(record, '28.5.2', { 'nat/a': deviates('another way') }),
  ]);
  t.like(rows[0], { differs: true, follows: ['engine'], loud: false });
  t.like(rows[1], { differs: false, loud: true });
});

test('a check that one cell did not run is a row, in its place, and loud', (t) => {
  const rows = compareCells([onEngine(record, '20.10.24', { 'nat/b': null }), onEngine(record, '28.5.2')]);
  t.deepEqual(
    rows.map(({ id, loud }) => [id, loud]),
    [
      ['nat/a', false],
      ['nat/b', true],
      ['nat/c', false],
    ],
  );
  t.deepEqual(
    rows[1]?.cells.map((check) => check?.id ?? null),
    [null, 'nat/b'],
  );
});

test('the page says what differs, which engine did not come up, and leads to each run’s check', (t) => {
  const page = renderMatrix(sampleMatrix(), sha256);
  t.regex(page, /2 of 37 checks differ between the cells: 2 follow the engine</);
  t.true(page.includes('the engine ended with status 1 while starting'));
  t.true(page.includes('debian:sid: no engine came up.'));
  t.true(page.includes('href="./run/index.html#docker-user/appended-drop"'));
  t.true(page.includes('28.5.2: not run'));
});

test('what comes from records is text in the page, and the policy allows only its own style and script', (t) => {
  const hostile = runRecord([
    checkRecord('nat/a', hostileText, {
      reason: hostileText,
      claim: { document: hostileText, section: '', text: hostileText },
    }),
  ]);
  const page = renderMatrix(
    {
      ...sampleMatrix(),
      columns: [
        { name: hostileText, directory: hostileText, record: hostile, evidence: new Map(), trouble: hostileText },
      ],
    },
    sha256,
  );
  t.false(page.includes('<img'));
  t.is(page.match(/<script/g)?.length, 1);
  const style = /<style>([^]*?)<\/style>/.exec(page)?.[1] ?? '';
  t.true(page.includes(`style-src 'sha256-${sha256(style)}'`));
  t.false(page.includes(' style='));
});
