import test from 'ava';
import { openPages, type Pages } from './testing/pages.js';

let site: Pages;
test.before(async () => {
  site = await openPages();
});
test.after.always(() => site.close());

test('a pressed count filters, several add up, and a second press releases it', async (t) => {
  const { page } = await site.open(site.addresses.run);
  const listed = (): Promise<number> => page.locator('.check:visible').count();
  const all = await listed();
  await page.locator('.count[data-filter=deviates]').click();
  t.is(await page.locator('.count[data-filter=deviates]').getAttribute('aria-pressed'), 'true');
  t.deepEqual(await page.locator('.check:visible').evaluateAll((checks) => checks.map((check): string => check.id)), [
    'nat/port-translation',
  ]);
  await page.locator('.count[data-filter=error]').click();
  t.is(await listed(), 2);
  await page.locator('.count[data-filter=inconclusive]').click();
  t.is(await listed(), 3);
  t.is(await page.locator('#found').textContent(), `3 of ${all}`);
  await page.locator('.count[data-filter=deviates]').click();
  await page.locator('.count[data-filter=error]').click();
  await page.locator('.count[data-filter=inconclusive]').click();
  t.is(await listed(), all);
});

test('search matches text and fields, hides empty areas, and says when nothing matches', async (t) => {
  const { page } = await site.open(site.addresses.run);
  await page.locator('#search').fill('area:docker-user verdict:known appended');
  t.deepEqual(await page.locator('.check:visible').evaluateAll((checks) => checks.map((check): string => check.id)), [
    'docker-user/appended-drop',
  ]);
  t.deepEqual(await page.locator('.area:visible h3').allTextContents(), ['docker-user']);
  await page.locator('#search').fill('xyzzy');
  t.true(await page.locator('#nothing').isVisible());
});

test('keys focus the search and step through, open and close checks', async (t) => {
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
  t.true(await page.locator('#help').isVisible());
  await page.locator('#help button').click();
  t.false(await page.locator('#help').isVisible());
});

test('a link opens its check: from the overview, from outside, and if a filter hides it', async (t) => {
  const { page } = await site.open(`${site.addresses.run}#publish/dnat-from-outside`);
  t.true(await page.locator('[id="publish/dnat-from-outside"] .claim').isVisible());
  await page.locator('#search').fill('area:kernel');
  await page.locator('[data-cell="nat/masquerade"]').click();
  await page.locator('[id="nat/masquerade"] .claim').waitFor();
  t.is(await page.locator('#search').inputValue(), '');
});

test('with every check on the page, search finds one and a link shows an area that a filter hides', async (t) => {
  const { page } = await site.open(site.addresses.whole);
  const listed = (): Promise<string[]> =>
    page.locator('.check:visible').evaluateAll((checks) => checks.map((check): string => check.id));
  const all = await listed();
  t.true(all.length > 100);
  await page.locator('#search').fill('id:hairpin-rule');
  t.deepEqual(await listed(), ['publish/hairpin-rule']);
  await page.getByRole('link', { name: 'docker-user', exact: true }).click();
  await page.waitForFunction(() => document.querySelectorAll('.check:not([hidden])').length > 100);
  t.deepEqual(await listed(), all);
  const top = await page
    .locator('.area', { has: page.getByRole('heading', { name: 'docker-user', exact: true }) })
    .evaluate((area) => area.getBoundingClientRect().top);
  t.true(top >= 0 && top < 200, `the area is ${top} pixels from the top`);
});

test('a dot opens its packet at every point, with changes marked and all rules, and closes it', async (t) => {
  const { page } = await site.open(`${site.addresses.run}#nat/masquerade`);
  const packet = page.locator('[id="nat/masquerade"] .packet').first();
  const hop = packet.locator('.hop').nth(2);
  await hop.click();
  const field = (layer: string, name: string): Promise<string[]> =>
    page.evaluate(
      ([inLayer, named]) => {
        let here = '';
        for (const row of document.querySelectorAll('tr.layer, tr.field')) {
          const heading = row.querySelector('th')?.textContent ?? '';
          if (row.className.includes('layer')) here = heading;
          else if (here === inLayer && heading === named)
            return [...row.querySelectorAll('td')].map(
              (cell) => (cell.querySelector('mark') === null ? '' : '*') + (cell.textContent ?? ''),
            );
        }
        return [];
      },
      [layer, name] as const,
    );
  t.deepEqual(await field('IPv4', 'source'), ['172.17.0.2', '172.17.0.2', '*198.51.100.1', '198.51.100.1']);
  t.deepEqual(await field('IPv4', 'TTL'), ['64', '64', '*63', '63']);
  t.deepEqual(await field('ICMP', 'id'), ['7', '7', '7', '7']);
  t.deepEqual(await packet.locator('.handled li').allTextContents(), [
    'after docker0 #2',
    'DOCKER-USER filter FORWARD 1 traced-A FORWARD -j DOCKER-USER',
    'MASQUERADE nat POSTROUTING 1 traced-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE',
  ]);
  await page.keyboard.press('Escape');
  t.is(await page.locator('tr.field').count(), 0);
  t.is(await hop.getAttribute('aria-expanded'), 'false');
});

test('a ladder shows the relevant packets or all, and its filter searches all', async (t) => {
  const { page } = await site.open(`${site.addresses.run}#nat/port-translation`);
  const ladder = page.locator('[id="nat/port-translation"] .ladder');
  const shown = ladder.locator('.packet:visible');
  t.is(await shown.count(), 1);
  await ladder.getByRole('radio', { name: /^All/ }).check();
  t.is(await shown.count(), 7);
  await ladder.getByRole('radio', { name: /^Relevant/ }).check();
  await ladder.getByRole('searchbox').fill('fin web');
  t.deepEqual(await shown.locator('b').filter({ hasText: 'TCP' }).allTextContents(), ['TCP FIN ACK', 'TCP FIN ACK']);
  t.is(await ladder.locator('.packet-count').textContent(), '2 of 7');
  await page.keyboard.press('j');
  t.is(await ladder.getByRole('searchbox').inputValue(), 'fin webj');
});

test('a trace hides link chatter until all packets are asked for', async (t) => {
  const { page, log } = await site.open(site.addresses.trace);
  const shown = page.locator('.packet:visible');
  t.is(await shown.count(), 2);
  await page.getByRole('radio', { name: /^All/ }).check();
  t.is(await shown.count(), 3);
  t.deepEqual([log.console, log.errors, log.requests], [[], [], [site.addresses.trace]]);
});

test('arrow keys move along a packet and between packets, and Tab stops once a ladder', async (t) => {
  const { page } = await site.open(`${site.addresses.run}#nat/masquerade`);
  const ladder = page.locator('[id="nat/masquerade"] .ladder');
  const focused = (): Promise<string | null | undefined> =>
    page.evaluate(() => document.activeElement?.getAttribute('aria-label')?.replace(/, settles.*/, ''));
  t.is(await ladder.locator('.hop[tabindex="0"]').count(), 1);
  await ladder.locator('.hop').first().focus();
  t.is(await focused(), 'web.eth0 #1');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  t.is(await focused(), 'host.uplink #3');
  await page.keyboard.press('ArrowDown');
  t.is(await focused(), 'host.uplink #6');
  await page.keyboard.press('ArrowLeft');
  t.is(await focused(), 'docker0 #7');
  t.is(await ladder.locator('.hop[tabindex="0"]').getAttribute('aria-label'), 'docker0 #7, settles line 4');
});

test('a hovered or focused dot shows its packet; Esc hides it', async (t) => {
  const { page } = await site.open(`${site.addresses.run}#nat/masquerade`);
  const dots = page.locator('[id="nat/masquerade"] .packet').first().locator('.hop');
  const card = page.locator('.card');
  await dots.nth(2).hover();
  await card.waitFor();
  t.is(await card.locator('.card-title').textContent(), 'host.uplink #3');
  t.deepEqual(await card.locator('mark').allTextContents(), ['02:42:c6:33:64:01', '198.51.100.1', '63']);
  await page.mouse.move(0, 0);
  await card.waitFor({ state: 'hidden' });
  await dots.nth(0).focus();
  await page.keyboard.press('ArrowRight');
  await card.waitFor();
  t.is(await card.locator('.card-title').textContent(), 'docker0 #2');
  await page.keyboard.press('Escape');
  await card.waitFor({ state: 'hidden' });
});

test('the card follows its dot when the page scrolls, and hides once the dot is out of sight', async (t) => {
  const { page } = await site.open(`${site.addresses.run}#nat/masquerade`);
  const card = page.locator('.card');
  await page.locator('[id="nat/masquerade"] .packet').first().locator('.hop').nth(0).focus();
  await page.keyboard.press('ArrowRight');
  await card.waitFor();
  const scrolled = (by: number) =>
    page.evaluate(
      (distance) =>
        new Promise<{ hidden: unknown; moved: number }>((resolve) => {
          const shown = document.querySelector<HTMLElement>('.card');
          const before = shown?.getBoundingClientRect().top ?? 0;
          document.addEventListener(
            'scroll',
            () => {
              resolve({ hidden: shown?.hidden, moved: before - (shown?.getBoundingClientRect().top ?? 0) });
            },
            { once: true },
          );
          scrollBy({ top: distance, behavior: 'instant' });
        }),
      by,
    );
  t.deepEqual(await scrolled(-20), { hidden: false, moved: -20 });
  t.is((await scrolled(-10_000)).hidden, true);
});

test('an expectation’s link focuses its frame', async (t) => {
  const { page } = await site.open(`${site.addresses.run}#nat/masquerade`);
  await page.locator('[id="nat/masquerade"] .settles a').first().click();
  await page.waitForFunction(() => document.activeElement?.id === 'nat/masquerade/frame-1');
  t.true(await page.locator('[id="nat/masquerade/frame-1"]').isVisible());
});

test('an expectation’s link shows its frame if the ladder’s choice or filter hides the packet', async (t) => {
  const { page } = await site.open(`${site.addresses.run}#nat/port-translation`);
  const check = page.locator('[id="nat/port-translation"]');
  await check.getByRole('searchbox').fill('fin');
  await check.locator('.settles a').first().click();
  await page.waitForFunction(() => document.activeElement?.id === 'nat/port-translation/frame-1');
  t.is(await check.getByRole('searchbox').inputValue(), '');
});

test('the theme switches from the system’s to light to dark', async (t) => {
  const { page } = await site.open(site.addresses.run, { colorScheme: 'dark' });
  const ground = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await ground();
  await page.locator('[data-theme-toggle]').click();
  t.not(await ground(), dark);
  await page.locator('[data-theme-toggle]').click();
  t.is(await ground(), dark);
});
