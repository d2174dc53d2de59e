import test from 'ava';
import { pages, type Pages } from './testing/pages.js';

let site: Pages;
test.before(async () => {
  site = await pages();
});
test.after.always(() => site.close());

test('a matrix opens without a word and without a request but itself; a sign opens that run’s check', async (t) => {
  const { page, overheard } = await site.open(site.addresses.matrix);
  t.deepEqual([overheard.console, overheard.errors, overheard.requests], [[], [], [site.addresses.matrix]]);
  await page.getByRole('link', { name: 'docker-user/appended-drop, 28.5.2: conforms' }).click();
  await page.waitForURL(`${site.addresses.run}#docker-user/appended-drop`);
  t.true(await page.locator('[id="docker-user/appended-drop"] .body').isVisible());
});

test('a row opens its check in all cells side by side, with the packets', async (t) => {
  const { page } = await site.open(site.addresses.matrix);
  await page.locator('[id="docker-user/appended-drop"] > summary').click();
  const sides = page.locator('[id="docker-user/appended-drop"] .side');
  t.is(await sides.count(), 3);
  const tops = await sides.evaluateAll((all) => all.map((side) => side.getBoundingClientRect().top));
  t.is(new Set(tops).size, 1, 'beside each other');
  t.true((await sides.first().locator('.packets li').count()) > 0);
  t.regex(await sides.first().locator('.packets').innerText(), /TCP SYN/);
});

test('what differs comes before what is the same, and a pressed count leaves nothing else', async (t) => {
  const { page } = await site.open(site.addresses.matrix);
  const shown = () => page.locator('.row .check:visible').evaluateAll((all) => all.map((check): string => check.id));
  const all = await shown();
  const place = (id: string) => all.indexOf(id);
  t.true(
    Math.max(place('none/no-traffic'), place('nat/ttl-63')) < place('publish/source-kept'),
    'what is to be looked at is first',
  );
  t.true(place('docker-user/appended-drop') < place('nat/masquerade'), 'what is the same is last');
  await page.locator('.count[data-filter=differs]').click();
  t.deepEqual(await shown(), ['publish/source-kept', 'docker-user/appended-drop']);
  t.is(await page.locator('.signs:visible').count(), 2);
  await page.locator('#search').fill('appended');
  t.deepEqual(await shown(), ['docker-user/appended-drop']);
});

test('without a script every row can still be opened and read', async (t) => {
  const { page } = await site.open(site.addresses.matrix, { javaScriptEnabled: false });
  await page.locator('[id="nat/masquerade"] > summary').click();
  t.true(await page.locator('[id="nat/masquerade"] .sides').isVisible());
});
