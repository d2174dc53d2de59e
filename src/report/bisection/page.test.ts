import test from 'ava';
import { openPages, type Pages } from '../testing/pages.js';

let site: Pages;
test.before(async () => {
  site = await openPages();
});
test.after.always(() => site.close());

test('the ladders of the last good and the first bad version are beside each other on a desktop', async (t) => {
  const { page } = await site.open(site.addresses.bisection, { viewport: { width: 1600, height: 900 } });
  const [good, bad] = await Promise.all([0, 1].map((n) => page.locator('.end').nth(n).boundingBox()));
  t.is(good?.y, bad?.y);
  t.true((good?.x ?? 0) + (good?.width ?? 0) < (bad?.x ?? 0));
  t.regex(await page.locator('.end').first().innerText(), /28\.5\.2, the last good version: conforms[^]*TCP SYN/);
  t.regex(await page.locator('.end').nth(1).innerText(), /29\.4\.2, the first bad version[^]*dropped by\s+filter/);
});

test('each version has its result, and a link to its run if it has one', async (t) => {
  const { page } = await site.open(site.addresses.bisection);
  const rows = await page.locator('.trials tbody tr').allInnerTexts();
  t.deepEqual(
    rows.map((row) => row.split('\t').slice(0, 2)),
    [
      ['28.5.2', 'good'],
      ['29.0.0', 'stepped over'],
      ['29.4.2', 'bad'],
      ['29.7.2', 'not tried'],
    ],
  );
  t.is(await page.locator('.trials a').count(), 2);
});

test('a dot of either ladder opens its own packet', async (t) => {
  const { page } = await site.open(site.addresses.bisection);
  for (const n of [0, 1]) {
    await page.locator('.end').nth(n).locator('.hop').first().click();
    t.true((await page.locator('.end').nth(n).locator('tr.field').count()) > 0);
  }
});
