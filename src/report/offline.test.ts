import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import type { Page } from 'playwright-core';
import { embeddedFile, openPages, type Pages } from './testing/pages.js';

let site: Pages;
test.before(async () => {
  site = await openPages();
});
test.after.always(() => site.close());

test('the page opens without console messages and without requests', async (t) => {
  const { page, log } = await site.open(site.addresses.run);
  await page.locator('[id="nat/masquerade"] > summary').click();
  await page.locator('[id="nat/masquerade"] .hop').first().click();
  t.deepEqual(log.console, []);
  t.deepEqual(log.errors, []);
  t.deepEqual(log.requests, [site.addresses.run]);
});

test('every link leads to an element of the page or to a file beside it', async (t) => {
  const { page } = await site.open(site.addresses.run);
  const links = await page
    .locator('a')
    .evaluateAll((anchors) => anchors.map((anchor) => anchor.getAttribute('href') ?? ''));
  t.true(links.length > 100);
  const inside = links.filter((link) => link.startsWith('#'));
  t.deepEqual(await missing(page, inside), []);
  for (const link of links.filter((href) => !href.startsWith('#')))
    t.true((await stat(fileURLToPath(new URL(link, site.addresses.run)))).isFile(), link);
});

test('a page that stands alone has its recordings for download, and links to nothing beside it', async (t) => {
  const { page, log } = await site.open(site.addresses.alone);
  const links = await page
    .locator('a')
    .evaluateAll((anchors) => anchors.map((anchor) => anchor.getAttribute('href')?.slice(0, 5) ?? ''));
  t.deepEqual([...new Set(links.map((link) => (link.startsWith('#') ? '#' : link)))].sort(), ['#', 'data:']);
  await page.locator('[id="nat/masquerade"] > summary').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('[id="nat/masquerade"] a[download]').click(),
  ]);
  t.is(download.suggestedFilename(), embeddedFile.replaceAll('/', '-'));
  const bytes = await readFile(await download.path());
  t.is(bytes.length, 3 << 20);
  t.true(bytes.every((byte, position) => byte === position % 256));
  t.deepEqual([log.console, log.errors], [[], []]);
});

test('the documents open without messages or requests and link to each statement’s evidence and back', async (t) => {
  for (const [documents, run] of [
    [site.addresses.documents, site.addresses.run],
    [site.addresses.wholeDocuments, site.addresses.whole],
  ] as const) {
    const { page, log } = await site.open(documents);
    t.deepEqual([log.console, log.errors, log.requests], [[], [], [documents]]);
    const links = await page
      .locator('a')
      .evaluateAll((anchors) => anchors.map((anchor) => anchor.getAttribute('href') ?? ''));
    t.deepEqual(
      await missing(
        page,
        links.filter((link) => link.startsWith('#')),
      ),
      [],
    );
    const evidence = links
      .filter((link) => link.startsWith('./index.html#'))
      .map((link) => link.slice('./index.html'.length));
    t.true(evidence.length >= 30);
    const { page: runPage } = await site.open(run);
    t.deepEqual(await missing(runPage, evidence), []);
    const back = await runPage
      .locator('a[href^="./documents.html#"]')
      .evaluateAll((anchors) =>
        anchors.map((anchor) => (anchor.getAttribute('href') ?? '').slice('./documents.html'.length)),
      );
    t.is(back.length, evidence.length);
    t.deepEqual(await missing(page, back), []);
  }
});

test('a statement’s link opens its evidence, whose claim links back to the statement', async (t) => {
  const { page } = await site.open(site.addresses.documents);
  await page.getByRole('link', { name: 'Evidence: nat/masquerade', exact: true }).click();
  const claim = page.locator('[id="nat/masquerade"] .claim');
  await claim.waitFor();
  await claim.locator('cite a').click();
  await page.waitForURL(`${site.addresses.documents}#nat/masquerade`);
  t.true(await page.locator('[id="nat/masquerade"]').isVisible());
});

test('without a script the documents are complete, and can show only what does not hold', async (t) => {
  const { page } = await site.open(site.addresses.documents, { javaScriptEnabled: false });
  t.true(await page.locator('.statement.conforms').first().isVisible());
  await page.locator('#show-all').focus();
  await page.keyboard.press('ArrowRight');
  t.deepEqual(
    await page
      .locator('.statement:visible')
      .evaluateAll((statements) => statements.map((statement): string => statement.id)),
    ['docker-user/appended-drop', 'nat/port-translation'],
  );
  t.is(await page.locator('.section:visible').count(), 2);
});

test('the documents use the theme chosen on the run’s page', async (t) => {
  const { page } = await site.open(site.addresses.run, { colorScheme: 'light' });
  await page.locator('[data-theme-toggle]').click();
  await page.locator('[data-theme-toggle]').click();
  await page.getByRole('link', { name: 'Documents', exact: true }).click();
  await page.waitForURL(site.addresses.documents);
  t.is(await page.locator('html').getAttribute('data-theme'), 'dark');
});

test('opens and shows every check without a script', async (t) => {
  const { page } = await site.open(site.addresses.run, { javaScriptEnabled: false });
  await page.locator('[id="nat/masquerade"] > summary').click();
  const packets = page.locator('[id="nat/masquerade"] .packet');
  t.true(await packets.first().isVisible());
  t.regex(
    await packets.first().innerText(),
    /ICMP echo request[^]*source\s+web 172\.17\.0\.2\s+→ host 198\.51\.100\.1\s+MASQUERADE nat POSTROUTING 1/,
  );
  const two = page.locator('[id="docker-user/drop-blocks-published"]');
  await two.locator('summary').click();
  t.regex(await two.locator('.packet').first().innerText(), /dropped by\s+filter DOCKER-USER 1/);
  t.false(await page.locator('#search').isVisible());
});

test('markup from containers, rules and packets runs no script and sends no request', async (t) => {
  const hostileAddress = site.addresses.hostile;
  const { page, log } = await site.open(hostileAddress);
  for (const hop of await page.locator('.hop').all())
    await hop.evaluate((button) => {
      (button as HTMLButtonElement).click();
    });
  for (const cell of await page.locator('[data-cell]').all())
    await cell.evaluate((link) => link.dispatchEvent(new Event('mouseover', { bubbles: true })));
  t.is(await page.evaluate(() => (window as { pwned?: number }).pwned), undefined);
  t.true((await page.locator('tr.field').count()) > 0);
  for (const hop of await page.locator('.hop').all())
    await hop.evaluate((button) => {
      (button as HTMLButtonElement).click();
      button.dispatchEvent(new Event('mouseover', { bubbles: true }));
    });
  t.is(await page.locator('img').count(), 0);
  t.deepEqual([log.console, log.errors], [[], []]);
  t.deepEqual(log.requests, [hostileAddress]);
});

test('markup in a claim, a section or a reason runs no script in the documents', async (t) => {
  const { page, log } = await site.open(site.addresses.hostileDocuments);
  t.is(await page.evaluate(() => (window as { pwned?: number }).pwned), undefined);
  t.is(await page.locator('img').count(), 0);
  t.deepEqual([log.console, log.errors, log.requests], [[], [], [site.addresses.hostileDocuments]]);
});

/** Returns the links that lead to no element of the page. */
function missing(page: Page, links: readonly string[]): Promise<string[]> {
  return page.evaluate(
    (hrefs) => hrefs.filter((href) => document.getElementById(decodeURIComponent(href.slice(1))) === null),
    [...links],
  );
}

test('a comparison or a bisection sends no request, whatever its records contain', async (t) => {
  const { comparison, hostileComparison, bisection, hostileBisection } = site.addresses;
  for (const address of [comparison, hostileComparison, bisection, hostileBisection]) {
    const { page, log } = await site.open(address);
    await page.evaluate(() => {
      for (const change of document.querySelectorAll('details')) change.open = true;
    });
    t.deepEqual([log.console, log.errors, log.requests], [[], [], [address]]);
    t.is(await page.evaluate(() => 'pwned' in window), false);
  }
});
