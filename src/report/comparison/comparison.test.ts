import test from 'ava';
import { compareRuns } from '../../compare/index.js';
import { readFixture, createRun } from '../../compare/testing/check-fixture.js';
import { renderComparison } from './page.js';
import { renderComparisonList } from './list.js';
import { renderComparisonMarkdown } from './markdown.js';
import { hostileComparison, sampleComparison } from '../testing/sample-pages.js';
import { sha256 } from '../testing/safety.js';

const pages = { base: './base/index.html', candidate: './candidate/index.html' };

test('lists every change with its sentence and links to both runs', async (t) => {
  const comparison = await sampleComparison();
  t.deepEqual(
    [...new Set(comparison.changes.map(({ kind }) => kind))],
    ['regression', 'fix', 'changed', 'undecided', 'rules', 'added', 'vanished', 'incomparable'],
  );
  const page = renderComparison({ comparison, pages }, sha256);
  for (const { kind, id, sentence } of comparison.changes) {
    t.true(page.includes(id), id);
    if (kind === 'regression' || kind === 'fix' || kind === 'changed' || kind === 'undecided')
      t.true(page.includes(sentence.replaceAll('"', '&quot;').replaceAll('>', '&gt;')), sentence);
  }
  t.true(
    page.includes('<b>publish/elsewhere</b><p class="note">Not applicable to the candidate: nothing is newer.</p>'),
  );
  t.true(page.includes('href="./base/index.html#isolation/between-bridges"'));
  t.true(page.includes('href="./candidate/index.html#isolation/between-bridges"'));
});

test('shows both paths of a packet side by side and marks the first hop that differs', async (t) => {
  const comparison = compareRuns(
    createRun('20.10.24', [await readFixture('isolation/between-bridges', 'first')]),
    createRun('28.5.2', [await readFixture('isolation/between-bridges', '28.5.2')]),
  );
  const page = renderComparison({ comparison, pages: { base: null, candidate: null } }, sha256);
  t.regex(
    page,
    inOrder(
      /<caption>ICMP echo request rose → sky<\/caption>/,
      /<td><code>rose\.eth0<\/code>.*?<\/td><td><code>rose\.eth0<\/code>/,
      /<tr class="first-difference"><td>.*?<code>br-red<\/code><\/td><td class="absent">not seen again<\/td><\/tr>/,
    ),
  );
  t.regex(
    page,
    new RegExp(
      String.raw`<li class="candidate"><span aria-hidden="true">\+ </span><span class="unseen-text">new: </span>` +
        '<code>-d sky ! -i br-blue -j DROP</code>',
    ),
  );
});

test('says that two runs of one engine are the same', async (t) => {
  const comparison = compareRuns(
    createRun('a', [await readFixture('publish/one-address', 'first')]),
    createRun('b', [await readFixture('publish/one-address', 'second')]),
  );
  t.true(renderComparison({ comparison, pages }, sha256).includes('Nothing changed: 1 the same.'));
  t.regex(renderComparisonMarkdown(comparison), /^# docknet: base a → candidate b\n\n1 the same\n/);
});

test('escapes markup and control characters in every string of records and behaviours', async (t) => {
  const comparison = await hostileComparison();
  const page = renderComparison({ comparison, pages }, sha256);
  t.true(page.includes('&lt;img src=x onerror='));
  t.false(page.includes('<img'));
  t.is(page.match(/<script/g)?.length, 1);
  const markdown = renderComparisonMarkdown(comparison);
  // eslint-disable-next-line no-control-regex
  for (const text of [page, markdown]) t.is(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e]/u.exec(text), null);
  t.false(
    markdown
      .split('```')
      .filter((_, index) => index % 2 === 0)
      .join('')
      .replaceAll('\\<', '')
      .replaceAll(/<\/?(?:details|summary)>/g, '')
      .includes('<'),
  );
});

test('lists who is no longer answered first, with a link to the change', async (t) => {
  const before = await readFixture('publish/one-address', 'first');
  const outcome = JSON.parse(
    JSON.stringify(before.outcome)
      .replaceAll('"answered"', '"timed out"')
      .replaceAll(/"client":\{[^}]*\}/g, '"client":null'),
  ) as unknown;
  const comparison = compareRuns(createRun('26.1.5', [before]), createRun('28.5.2', [{ ...before, outcome }]));
  const page = renderComparison({ comparison, pages: { base: null, candidate: null } }, sha256);
  t.regex(
    page,
    inOrder(
      /<h2[^>]*>Answered in the base, and no longer in the candidate /,
      /<a href="#publish\/one-address">publish\/one-address<\/a>/,
      /<p>client’s request to host port 8080 times out in the candidate/,
      /<section class="changes"/,
    ),
  );
  t.regex(
    renderComparisonMarkdown(comparison),
    /\n\*\*Answered in the base, and no longer in the candidate\*\*: publish\/one-address\n/,
  );
});

test('lists several comparisons with their counts and links to their pages', async (t) => {
  const [comparison, hostile] = [await sampleComparison(), await hostileComparison()];
  const page = renderComparisonList(
    {
      entries: [
        { cell: 'debian:trixie', comparison, file: 'upgrade-1-28.5.2.html' },
        { cell: '<b>', comparison: hostile, file: 'javascript:alert(1)' },
      ],
      notes: ['private has no cell to be compared with.'],
    },
    sha256,
  );
  t.regex(
    page,
    inOrder(
      /<a href="\.\/upgrade-1-28\.5\.2\.html">debian:trixie, engine [^<]+<\/a><\/h2>/,
      /run k3v9x0q2w8 of 2026-01-31 09:00:00 UTC<\/p>/,
    ),
  );
  t.regex(page, /<b>1<\/b> regression</);
  t.true(page.includes('private has no cell to be compared with.'));
  t.true(page.includes('&lt;b>'));
  t.false(/<img|href="javascript/.test(page));
});

test('renders each change in Markdown with both paths of its packets', async (t) => {
  const markdown = renderComparisonMarkdown(await sampleComparison());
  t.regex(markdown, /\n## 1 regression\n\nthe claim held before and does not now\.\n\n- \*\*publish\/lost\*\*: /);
  t.regex(
    markdown,
    new RegExp(
      String.raw`\n {2}ICMP echo request rose → sky\n {4}base: {6}rose\.eth0 \(TTL 64\) → br-red\n` +
        String.raw` {4}candidate: rose\.eth0 \(TTL 64\)\n`,
    ),
  );
  t.regex(markdown, /\n<details>\n<summary>1 check with other rules: /);
});

/** Returns an expression for these parts in this order, anything between them. */
const inOrder = (...parts: readonly RegExp[]): RegExp => new RegExp(parts.map(({ source }) => source).join('.*?'));
