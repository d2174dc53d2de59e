import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import test from 'ava';
import type { Page } from 'playwright-core';
import { openPages, type Pages } from './testing/pages.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const phone = { width: 375, height: 812 };

let site: Pages;
test.before(async () => {
  site = await openPages();
});
test.after.always(() => site.close());

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [name, viewport] of [
    ['a desktop', { width: 1280, height: 860 }],
    ['a phone', phone],
  ] as const) {
    test(`axe finds nothing on ${name}, ${colorScheme}, with every check and a packet open`, async (t) => {
      const { page } = await site.open(site.addresses.run, { colorScheme, viewport });
      t.deepEqual(await violations(page), []);
      await page.evaluate(() => {
        for (const check of document.querySelectorAll('details')) check.open = true;
        document.querySelector<HTMLInputElement>('.all-packets')?.click();
        document.querySelector<HTMLButtonElement>('.hop')?.click();
        document.querySelector<HTMLButtonElement>('.count')?.click();
        document.querySelector<HTMLButtonElement>('.count')?.click();
      });
      t.deepEqual(await violations(page), []);
    });

    test(`axe finds nothing in the documents on ${name}, ${colorScheme}, all and filtered`, async (t) => {
      const { page } = await site.open(site.addresses.wholeDocuments, { colorScheme, viewport });
      t.deepEqual(await violations(page), []);
      await page.locator('#show-fails').check();
      t.deepEqual(await violations(page), []);
    });

    test(`axe finds nothing in a matrix on ${name}, ${colorScheme}, closed and with its first rows open`, async (t) => {
      const { page } = await site.open(site.addresses.matrix, { colorScheme, viewport });
      t.deepEqual(await violations(page), []);
      await page.evaluate(() => {
        for (const row of [...document.querySelectorAll('details')].slice(0, 5)) row.open = true;
      });
      t.deepEqual(await violations(page), []);
    });

    test(`axe finds nothing in a trace on ${name}, ${colorScheme}`, async (t) => {
      const { page } = await site.open(site.addresses.trace, { colorScheme, viewport });
      t.deepEqual(await violations(page), []);
    });

    test(`axe finds nothing in a bisection on ${name}, ${colorScheme}`, async (t) => {
      const { page } = await site.open(site.addresses.bisection, { colorScheme, viewport });
      t.deepEqual(await violations(page), []);
    });

    test(`axe finds nothing in a comparison on ${name}, ${colorScheme}, closed and open`, async (t) => {
      const { page } = await site.open(site.addresses.comparison, { colorScheme, viewport });
      t.deepEqual(await violations(page), []);
      await page.evaluate(() => {
        for (const change of document.querySelectorAll('details')) change.open = true;
      });
      t.deepEqual(await violations(page), []);
    });
  }
}

test('axe finds nothing in the list of runs or the keys', async (t) => {
  const { page } = await site.open(site.addresses.runs);
  t.deepEqual(await violations(page), []);
  await page.locator('h2 a').click();
  await page.waitForURL(site.addresses.run);
  await page.keyboard.press('?');
  t.deepEqual(await violations(page), []);
});

test('on a phone no page ever scrolls sideways, whatever is open', async (t) => {
  for (const url of Object.values(site.addresses)) {
    const { page } = await site.open(url, { viewport: phone });
    t.is(await overflow(page), 0);
    await page.evaluate(() => {
      for (const check of document.querySelectorAll('details')) check.open = true;
      for (const every of document.querySelectorAll<HTMLInputElement>('.all-packets')) every.click();
      for (const hop of document.querySelectorAll<HTMLButtonElement>('.hop')) hop.click();
    });
    t.is(await overflow(page), 0, url);
  }
});

/** Returns axe's findings: the rule and the first element of each. */
async function violations(page: Page): Promise<string[]> {
  // The page's policy forbids a script tag; it does not apply to what the debugger evaluates.
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: checker } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }> };
    };
    return (await checker.run()).violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.length} × ${nodes[0]?.html.slice(0, 200) ?? ''} ${nodes[0]?.failureSummary ?? ''}`,
    );
  });
}

function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
