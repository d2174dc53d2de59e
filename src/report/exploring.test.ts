import test from 'ava';
import { pages, type Pages } from './testing/pages.js';

let site: Pages;
test.before(async () => { site = await pages(); });
test.after.always(() => site.close());

test('a count filters, filters add up, and pressing again lets go', async (t) => {
  const { page } = await site.open(site.addresses.run);
  const listed = (): Promise<number> => page.locator('.check:visible').count();
  const all = await listed();
  await page.locator('.count[data-standing=new]').click();
  t.is(await page.locator('.count[data-standing=new]').getAttribute('aria-pressed'), 'true');
  t.deepEqual(await page.locator('.check:visible').evaluateAll((checks) => checks.map((check): string => check.id)), ['nat/port-translation']);
  await page.locator('.count[data-standing=broken]').click();
  t.is(await listed(), 3);
  t.is(await page.locator('#found').textContent(), `3 of ${all}`);
  await page.locator('.count[data-standing=new]').click();
  await page.locator('.count[data-standing=broken]').click();
  t.is(await listed(), all);
});

test('search narrows by text and by field, hides empty areas, and says when nothing matches', async (t) => {
  const { page } = await site.open(site.addresses.run);
  await page.locator('#search').fill('area:docker-user verdict:deviates appended');
  t.deepEqual(await page.locator('.check:visible').evaluateAll((checks) => checks.map((check): string => check.id)), ['docker-user/appended-drop']);
  t.deepEqual(await page.locator('.area:visible h3').allTextContents(), ['docker-user']);
  await page.locator('#search').fill('xyzzy');
  t.true(await page.locator('#nothing').isVisible());
});

test('keys reach the search, step through checks, open and close them', async (t) => {
  const { page } = await site.open(site.addresses.run);
  const focused = (): Promise<string | undefined> => page.evaluate(() => document.activeElement?.closest('.check')?.id);
  await page.keyboard.press('/');
  t.is(await page.evaluate(() => document.activeElement?.id), 'search');
  await page.keyboard.type('area:nat');
  await page.locator('#search').blur();
  await page.keyboard.press('j');
  const first = await focused();
  await page.keyboard.press('j');
  t.not(await focused(), first);
  await page.keyboard.press('k');
  t.is(await focused(), first);
  const check = page.locator(`[id="${first ?? ''}"]`);
  await page.keyboard.press('o');
  t.not(await check.getAttribute('open'), null);
  await page.keyboard.press('Escape');
  t.is(await check.getAttribute('open'), null);
  await page.keyboard.press('Enter');
  t.not(await check.getAttribute('open'), null);
  await page.keyboard.press('?');
  t.true(await page.locator('#keys').isVisible());
  await page.locator('#keys button').click();
  t.false(await page.locator('#keys').isVisible());
});

test('a link opens its check, from the matrix, from outside, and where a filter hid it', async (t) => {
  const { page } = await site.open(`${site.addresses.run}#publish/dnat-from-outside`);
  t.true(await page.locator('[id="publish/dnat-from-outside"] .claim').isVisible());
  await page.locator('#search').fill('area:kernel');
  await page.locator('[data-cell="nat/masquerade"]').click();
  await page.locator('[id="nat/masquerade"] .claim').waitFor();
  t.is(await page.locator('#search').inputValue(), '');
});

test('with every behaviour on the page an area is a click away, also where a filter hid it, and search still tells one check from all', async (t) => {
  const { page } = await site.open(site.addresses.whole);
  const listed = (): Promise<string[]> => page.locator('.check:visible').evaluateAll((checks) => checks.map((check): string => check.id));
  const all = await listed();
  t.true(all.length > 100);
  await page.locator('#search').fill('id:hairpin-rule');
  t.deepEqual(await listed(), ['publish/hairpin-rule']);
  await page.getByRole('link', { name: 'docker-user', exact: true }).click();
  await page.waitForFunction(() => document.querySelectorAll('.check:not([hidden])').length > 100);
  t.deepEqual(await listed(), all);
  const top = await page.locator('.area', { has: page.getByRole('heading', { name: 'docker-user', exact: true }) }).evaluate((area) => area.getBoundingClientRect().top);
  t.true(top >= 0 && top < 200, `the area is ${top} pixels from the top`);
});

test('a frame opens its packet, layer by layer at every point, with what changed marked, and closes again', async (t) => {
  const { page } = await site.open(`${site.addresses.run}#nat/masquerade`);
  const hop = page.locator('[id="nat/masquerade/frame-2"]');
  await hop.click();
  const field = (layer: string, name: string): Promise<string[]> => page.evaluate(([inLayer, named]) => {
    let here = '';
    for (const row of document.querySelectorAll('tr.layer, tr.field')) {
      const heading = row.querySelector('th')?.textContent ?? '';
      if (row.className.includes('layer')) here = heading;
      else if (here === inLayer && heading === named) return [...row.querySelectorAll('td')].map((cell) => (cell.querySelector('mark') === null ? '' : '*') + (cell.textContent ?? ''));
    }
    return [];
  }, [layer, name] as const);
  t.deepEqual(await field('IPv4', 'source'), ['172.17.0.2', '172.17.0.2', '*198.51.100.1', '198.51.100.1', '']);
  t.deepEqual(await field('IPv4', 'TTL'), ['64', '64', '*63', '63', '']);
  t.deepEqual(await field('ICMP', 'id'), ['7', '7', '7', '7', '']);
  await page.keyboard.press('Escape');
  t.is(await page.locator('tr.field').count(), 0);
  t.is(await hop.getAttribute('aria-expanded'), 'false');
});

test('an expectation’s frame link leads to the frame', async (t) => {
  const { page } = await site.open(`${site.addresses.run}#nat/masquerade`);
  await page.locator('[id="nat/masquerade"] .settles a').first().click();
  await page.waitForFunction(() => document.activeElement?.id === 'nat/masquerade/frame-1');
  t.true(await page.locator('[id="nat/masquerade/frame-1"]').isVisible());
});

test('the theme goes from the system’s to light to dark', async (t) => {
  const { page } = await site.open(site.addresses.run, { colorScheme: 'dark' });
  const ground = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await ground();
  await page.locator('[data-theme-toggle]').click();
  t.not(await ground(), dark);
  await page.locator('[data-theme-toggle]').click();
  t.is(await ground(), dark);
});
