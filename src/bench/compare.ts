/*
 * Comparing two records and writing the page: 2 s at most. With `--matrix DIRECTORY`, what a run on several engines left behind: its
 * page opens in Chromium in 2 s and is 10 MB at most, and two of its cells are compared, once as they are and once from the
 * evidence alone, as where the behaviours were lost.
 */
import { runCommand } from '../process/index.js';
import { chromium } from 'playwright-core';
import { cp, mkdtemp, rm, stat } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { behaviourFile } from '../compare/index.js';
import { readMatrix } from '../record/index.js';

const { values } = parseArgs({
  options: { matrix: { type: 'string' }, chromium: { type: 'string', default: '/usr/bin/chromium' } },
});
const docknet = fileURLToPath(new URL('../cli/main.js', import.meta.url));
const directory = await mkdtemp(join(tmpdir(), 'docknet-bench-'));
const goal = { seconds: 2, megabytes: 10 };

function row(what: string, figures: string): void {
  process.stdout.write(`${what.padEnd(56)}${figures}\n`);
}

/** Time and CPU time of a comparison with its page, as a person calls it; the shell measures. */
async function comparing(what: string, base: string, candidate: string): Promise<void> {
  const page = join(directory, 'page.html');
  const { stderr, status } = await runCommand(
    [
      'bash',
      '-c',
      'TIMEFORMAT="%R %U %S"; time "$@" > /dev/null',
      'bash',
      process.execPath,
      docknet,
      'compare',
      base,
      candidate,
      '--page',
      page,
    ],
    { env: process.env, timeoutMs: 600_000 },
  );
  // 1 is a regression; that is no failure of the comparison.
  if (status !== 0 && status !== 1) throw new Error(stderr);
  const [seconds = NaN, user = NaN, system = NaN] = (stderr.trimEnd().split('\n').at(-1) ?? '').split(' ').map(Number);
  row(
    what,
    `${seconds.toFixed(2).padStart(6)} s${(user + system).toFixed(2).padStart(7)} s CPU   goal ${goal.seconds} s   page ${megabytes((await stat(page)).size)}`,
  );
}

const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`;

/** Seconds until a page that lies on the disk is loaded, as the browser says; the middle of five. */
async function opening(path: string): Promise<void> {
  const browser = await chromium.launch({
    executablePath: values.chromium,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
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
  row(
    'the matrix page opens in Chromium, median of 5',
    `${(taken.sort((a, b) => a - b)[2] ?? NaN).toFixed(2).padStart(6)} s                 goal ${goal.seconds} s   page ${megabytes((await stat(path)).size)}, goal ${goal.megabytes} MB`,
  );
}

try {
  process.stdout.write(`${cpus().length} cores, load ${loadavg()[0]?.toFixed(1) ?? '?'} at the beginning\n`);
  await comparing('two baselines compared, with the page', '20.10.24', '28.5.2');
  if (values.matrix !== undefined) {
    const matrix = resolve(values.matrix);
    const [base = '', candidate = ''] = (await readMatrix(matrix)).cells.flatMap(({ stored }) =>
      stored !== null && 'record' in stored ? [stored.directory] : [],
    );
    await comparing('two cells of the matrix compared, with the page', base, candidate);
    const bare = [join(directory, 'base'), join(directory, 'candidate')] as const;
    for (const [n, from] of [base, candidate].entries()) {
      await cp(from, bare[n] ?? '', { recursive: true });
      await rm(join(bare[n] ?? '', behaviourFile));
    }
    await comparing('the same from the evidence alone', ...bare);
    await opening(join(matrix, 'index.html'));
  }
} finally {
  await rm(directory, { recursive: true, force: true });
}
