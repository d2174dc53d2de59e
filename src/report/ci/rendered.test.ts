import test from 'ava';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openBrowser, type LoggedBrowser } from '../testing/browser.js';
import { ciReport, drawnEvidence } from '../testing/ci-report.js';
import { checkRecord, expectationRecord, runRecord } from '../testing/record-builder.js';
import { hostileText, makeHostileRun } from '../testing/safety.js';
import { hostileComparison, sampleComparison } from '../testing/sample-pages.js';
import { sampleRun } from '../testing/sample-run.js';
import { renderSummary } from './summary.js';

/** Mermaid as its project bundles it in one file, without the diagrams that a summary does not use. */
const mermaidFile = createRequire(import.meta.url).resolve('@mermaid-js/tiny');

let directory: string;
let browser: LoggedBrowser;
test.before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'docknet-summary-'));
  browser = await openBrowser();
});
test.after.always(async () => {
  await browser.close();
  await rm(directory, { recursive: true, force: true });
});

/**
 * Opens a summary as GitHub shows it: GitHub's Markdown with raw HTML, and diagrams drawn by Mermaid. GitHub's
 * sanitizer and content policy are missing, so that only the escaping protects the page.
 */
async function openSummary(name: string, summary: string) {
  const html = micromark(summary, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
  const file = join(directory, `${name}.html`);
  await writeFile(file, `<!doctype html><meta charset="utf-8"><body>${html}</body>`);
  const address = pathToFileURL(file).href;
  const { page, log } = await browser.open(address);
  const elements = await page.evaluate(() => [
    ...new Set([...document.body.querySelectorAll('*')].map(({ localName }) => localName)),
  ]);
  await page.addScriptTag({ path: mermaidFile });
  await page.evaluate(async () => {
    const { mermaid } = window as unknown as {
      mermaid: {
        initialize: (options: object) => void;
        render: (id: string, text: string) => Promise<{ svg: string }>;
      };
    };
    mermaid.initialize({ startOnLoad: false });
    for (const [n, code] of [...document.querySelectorAll('code.language-mermaid')].entries()) {
      const { svg } = await mermaid.render(`diagram${n}`, code.textContent);
      code.outerHTML = svg;
    }
  });
  const textsOf = (selector: string) =>
    page.locator(selector).evaluateAll((found) => found.map(({ textContent }) => textContent));
  return { page, log, address, elements: elements.sort(), textsOf };
}

const failed = expectationRecord('an | answer', 'none', { held: false });

/** Builds a check that conforms by other rules than the documented; `text` is added to its strings. */
const checkByOtherRules = (text = '') =>
  checkRecord(`a/rules${text}`, `it has other rules${text}`, {
    rulesFinding: 'otherwise',
    expectations: [{ ...failed, expected: failed.expected + text, about: 'rules' }],
  });

test('tables, folds, code and diagrams are shown as such', async (t) => {
  const deviation = { verdict: 'deviates', reason: 'none', expectations: [failed] } as const;
  const record = runRecord([checkRecord('a/drop', 'it drops', deviation), checkByOtherRules()]);
  const comparison = await sampleComparison();
  const summary = renderSummary(
    ciReport({
      record,
      evidence: new Map([['a/drop', drawnEvidence()]]),
      comparison: { comparison, baseline: '20.10.24', requested: true },
    }),
  );
  const { page, log, textsOf } = await openSummary('plain', summary);
  t.is(await page.locator('table > tbody > tr > td').count(), await page.locator('table > thead > tr > th').count());
  t.deepEqual(await textsOf('table > tbody > tr > td:first-child'), ['20.10.24+dfsg1']);
  t.deepEqual(await textsOf('details > summary'), ['Rules: 1 not as documented']);
  t.is(await page.locator('details > ul > li > code').count(), 1, 'the list is inside the fold');
  t.true((await textsOf('li > pre > code')).some((code) => /\n {2}base: {6}client\.eth0/.test(code)));
  t.true((await textsOf('li')).includes('expected: an | answer'));
  t.deepEqual(await textsOf('h4 > code'), ['a/drop']);

  t.is(await page.locator('svg').count(), 1);
  const [drawing = ''] = await textsOf('svg');
  for (const point of ['client.eth0', 'host.uplink'])
    t.true((await textsOf('svg text.actor')).includes(point), `${point}: ${drawing}`);
  const arrows = (await textsOf('svg .messageText')).join('\n');
  t.regex(arrows, /198\.51\.100\.12:50122 → 198\.51\.100\.1:8080/);
  t.regex(arrows, /DROP by filter DOCKER-USER 1/);
  t.regex((await textsOf('svg .noteText')).join(' '), /filter: -A DOCKER-USER -i uplink -p tcp -j DROP/);
  t.true((await page.locator('svg [marker-end*="crosshead"]').count()) > 0, 'a dropped packet ends in a cross');
  t.deepEqual([log.console, log.errors], [[], []]);
});

test('markup in names, rules and packets stays text, in the Markdown and in its diagrams', async (t) => {
  const fence = '\n```\n\n<details>| --- |\n%%{init: {"securityLevel": "loose"}}%%\nend;#quot;';
  const { record, evidence } = makeHostileRun(sampleRun(fence));
  const deviating = record.checks.map((check) => ({ ...check, verdict: 'deviates' as const, reason: hostileText }));
  const checks = [...deviating, checkByOtherRules(hostileText)];
  const comparison = { comparison: await hostileComparison(), baseline: hostileText, requested: true };
  const summary = renderSummary(ciReport({ record: { ...record, checks }, evidence, comparison, name: hostileText }));
  const { page, log, address, elements, textsOf } = await openSummary('hostile', summary);
  const written = 'blockquote code details h2 h3 h4 li p pre strong summary table tbody td th thead tr ul'.split(' ');
  t.deepEqual(elements, written);
  for (const place of ['h3', 'h4 > code', 'blockquote', 'li', 'li > pre > code', 'details > ul', 'td', 'svg text'])
    t.true((await textsOf(place)).join('').includes('<img src=x onerror=window.pwned=1>'), place);
  t.is(await page.locator('svg').count(), summary.split('```mermaid').length - 1);
  t.deepEqual(await textsOf('code.language-mermaid, svg .error-text, svg img, svg script, svg a, img'), []);
  t.is(await page.evaluate(() => 'pwned' in window), false);
  t.deepEqual([log.console, log.errors, log.requests], [[], [], [address]]);
});
