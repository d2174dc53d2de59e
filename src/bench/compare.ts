/*
 * Compares two records and writes the page: at most 2 s. With `--matrix DIRECTORY`, a stored matrix: its page opens in
 * Chromium within 2 s and has at most 10 MB, and two of its cells are compared, as they are and from the evidence
 * alone.
 */
import { chromium } from 'playwright-core';
import { cp, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { behaviourFile } from '../compare/index.js';
import { readMatrix } from '../record/index.js';
import { docknet, median, printMachine, timeCommand } from './measure.js';

const { values } = parseArgs({
  options: { matrix: { type: 'string' }, chromium: { type: 'string', default: '/usr/bin/chromium' } },
});
const directory = await mkdtemp(join(tmpdir(), 'docknet-bench-'));
const goal = { seconds: 2, megabytes: 10 };

try {
  printMachine();
  await timeComparison('two baselines compared, with the page', '20.10.24', '28.5.2');
  if (values.matrix !== undefined) await measureMatrix(resolve(values.matrix));
} finally {
  await rm(directory, { recursive: true, force: true });
}

async function measureMatrix(matrix: string): Promise<void> {
  const [base = '', candidate = ''] = (await readMatrix(matrix)).cells.flatMap(({ stored }) =>
    stored !== null && 'record' in stored ? [stored.directory] : [],
  );
  await timeComparison('two cells of the matrix compared, with the page', base, candidate);
  const copies = [join(directory, 'base'), join(directory, 'candidate')] as const;
  for (const [n, from] of [base, candidate].entries()) {
    await cp(from, copies[n] ?? '', { recursive: true });
    await rm(join(copies[n] ?? '', behaviourFile));
  }
  await timeComparison('the same from the evidence alone', ...copies);
  await timeOpening(join(matrix, 'index.html'));
}

async function timeComparison(what: string, base: string, candidate: string): Promise<void> {
  const page = join(directory, 'page.html');
  const argv = [process.execPath, docknet, 'compare', base, candidate, '--page', page];
  const { seconds, cpuSeconds, status } = await timeCommand(argv);
  // 1 is a regression, which is a result.
  if (status > 1) throw new Error(`docknet compare exited with status ${status}`);
  const cpu = `${cpuSeconds.toFixed(2).padStart(7)} s CPU`;
  printRow(what, seconds, `${cpu}   goal ${goal.seconds} s   page ${formatMegabytes((await stat(page)).size)}`);
}

/** Measures how long Chromium takes to load a page, in its own words; the median of five. */
async function timeOpening(path: string): Promise<void> {
  const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
  const browser = await chromium.launch({
    executablePath: values.chromium,
    args: [...args, '--disable-component-update', '--disable-sync'],
  });
  const taken: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
    const page = await context.newPage();
    await page.goto(pathToFileURL(path).href, { timeout: 120_000 });
    taken.push((await page.evaluate(() => performance.getEntriesByType('navigation')[0]?.duration ?? NaN)) / 1000);
    await context.close();
  }
  await browser.close();
  const size = `page ${formatMegabytes((await stat(path)).size)}, goal ${goal.megabytes} MB`;
  printRow('the matrix page opens in Chromium, median of 5', median(taken), `   goal ${goal.seconds} s   ${size}`);
}

function printRow(what: string, seconds: number, notes: string): void {
  process.stdout.write(`${what.padEnd(56)}${seconds.toFixed(2).padStart(6)} s${notes}\n`);
}

function formatMegabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MB`;
}
