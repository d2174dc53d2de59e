import test from 'ava';
import { renderMatrix } from './page.js';
import { compareCells } from './compare-cells.js';
import { hostileText, sha256 } from '../testing/safety.js';
import { checkRecord, runRecord } from '../testing/record-builder.js';
import { onEngine, sampleMatrix } from '../testing/sample-pages.js';
import { openPages, type Pages } from '../testing/pages.js';

const deviates = (reason: string) => ({ verdict: 'known deviation', reason }) as const;
const record = runRecord([checkRecord('nat/a', 'a'), checkRecord('nat/b', 'b'), checkRecord('nat/c', 'c')]);
const onKernel = (of: typeof record, release: string) => ({
  ...of,
  cell: { ...of.cell, kernel: { ...of.cell.kernel, release } },
});

const compareRecords = (records: readonly (typeof record)[]) => compareCells(records.map((one) => ({ record: one })));

test('explains a difference by the engine if cells with the same engine agree', (t) => {
  const old = onEngine(record, '20.10.24', { 'nat/a': deviates('as known') });
  const cells = [
    onKernel(old, '6.1'),
    onKernel(old, '6.12'),
    onKernel(onEngine(record, '28.5.2'), '6.1'),
    onKernel(onEngine(record, '28.5.2'), '6.12'),
  ];
  t.deepEqual(
    compareRecords(cells).map(({ id, attribution, needsAttention }) => [id, attribution?.text ?? null, needsAttention]),
    [
      ['nat/a', 'follows the engine (from 28.5.2 on)', false],
      ['nat/b', null, false],
      ['nat/c', null, false],
    ],
  );
});

test('a cell that explains others needs no attention for the checks it did not run', (t) => {
  const explaining = onEngine(record, '28.5.2', { 'nat/b': null, 'nat/c': null });
  const [, row] = compareCells([{ record }, { record: explaining, explains: true }]);
  t.like(row, { id: 'nat/b', needsAttention: false });
});

test('treats different reasons of known deviations as different, and an error as none', (t) => {
  const rows = compareRecords([
    onEngine(record, '20.10.24', { 'nat/a': deviates('one way'), 'nat/b': { verdict: 'error' } }),
    onEngine(record, '28.5.2', { 'nat/a': deviates('another way') }),
  ]);
  t.is(rows[0]?.attribution?.text, 'follows the engine (from 28.5.2 on)');
  t.like(rows[1], { attribution: null, needsAttention: true });
});

test('has a row, in its place, for a check that one cell did not run; it needs attention', (t) => {
  const rows = compareRecords([onEngine(record, '20.10.24', { 'nat/b': null }), onEngine(record, '28.5.2')]);
  t.deepEqual(
    rows.map(({ id, needsAttention }) => [id, needsAttention]),
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

test('shows what differs and which engine did not start, with links to each run’s check', (t) => {
  const page = renderMatrix(sampleMatrix(), sha256);
  t.regex(page, /2 of 37 checks differ between the cells: 2 follow the engine</);
  t.true(page.includes('the engine ended with status 1 while starting'));
  t.true(page.includes('debian:sid: no engine started.'));
  t.true(page.includes('href="./run/index.html#docker-user/appended-drop"'));
  t.true(page.includes('28.5.2: not run'));
});

test('escapes strings from records, and allows only its own style and script', (t) => {
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
        { name: hostileText, directory: hostileText, record: hostile, evidence: new Map(), error: hostileText },
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

let site: Pages;
test.before(async () => {
  site = await openPages();
});
test.after.always(() => site.close());

test('opens without console messages or requests; a chip opens that run’s check', async (t) => {
  const { page, log } = await site.open(site.addresses.matrix);
  t.deepEqual([log.console, log.errors, log.requests], [[], [], [site.addresses.matrix]]);
  await page.getByRole('link', { name: 'docker-user/appended-drop, 28.5.2: conforms' }).click();
  await page.waitForURL(`${site.addresses.run}#docker-user/appended-drop`);
  t.true(await page.locator('[id="docker-user/appended-drop"] .body').isVisible());
});

test('opens a check in all cells side by side, with its packets', async (t) => {
  const { page } = await site.open(site.addresses.matrix);
  await page.locator('[id="docker-user/appended-drop"] > summary').click();
  const results = page.locator('[id="docker-user/appended-drop"] .cell-result');
  t.is(await results.count(), 3);
  const tops = await results.evaluateAll((all) => all.map((side) => side.getBoundingClientRect().top));
  t.is(new Set(tops).size, 1, 'side by side');
  t.true((await results.first().locator('.packets li').count()) > 0);
  t.regex(await results.first().locator('.packets').innerText(), /TCP SYN/);
});

test('lists differences before what is the same; a pressed count hides the rest', async (t) => {
  const { page } = await site.open(site.addresses.matrix);
  const shown = () => page.locator('.row .check:visible').evaluateAll((all) => all.map((check): string => check.id));
  const all = await shown();
  const place = (id: string) => all.indexOf(id);
  t.true(
    Math.max(place('none/no-traffic'), place('nat/ttl-63')) < place('publish/source-kept'),
    'rows that need attention come first',
  );
  t.true(place('docker-user/appended-drop') < place('nat/masquerade'), 'rows that are the same come last');
  await page.locator('.count[data-filter=differs]').click();
  t.deepEqual(await shown(), ['publish/source-kept', 'docker-user/appended-drop']);
  t.is(await page.locator('.cell-chips:visible').count(), 2);
  await page.locator('#search').fill('appended');
  t.deepEqual(await shown(), ['docker-user/appended-drop']);
});

test('opens and shows every row without a script', async (t) => {
  const { page } = await site.open(site.addresses.matrix, { javaScriptEnabled: false });
  await page.locator('[id="nat/masquerade"] > summary').click();
  t.true(await page.locator('[id="nat/masquerade"] .cell-results').isVisible());
});
