import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { renderBisection } from '../bisection/page.js';
import { renderComparison } from '../comparison/page.js';
import { renderDocuments } from '../documents/page.js';
import { renderMatrix } from '../matrix/page.js';
import { renderRun } from '../run/page.js';
import { renderRunList } from '../run-list.js';
import { renderTrace } from '../trace.js';
import { masqueradedPings } from './flows.js';
import { makeHostile, makeHostileRun, sha256 } from './safety.js';
import {
  arpRequest,
  hostileComparison,
  sampleBisection,
  sampleComparison,
  sampleMatrix,
  sampleTrace,
} from './sample-pages.js';
import { sampleRun, wholeRun } from './sample-run.js';

/** Debian's Chromium, or the browser of a GitHub runner. */
const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

function fail(): never {
  throw new Error(`no browser was found at ${browsers.join(', ')}: install the package chromium`);
}

/** The file that the page `alone` holds: 3 MiB of every byte in turn. */
export const embeddedFile = 'nat/masquerade/recording.pcapng';

/** Console messages, errors and requests of a page while it was open. */
export interface PageLog {
  readonly console: string[];
  readonly errors: string[];
  /** Without the empty icon, a data: address. */
  readonly requests: string[];
}

/** Sample pages on disk, and a browser to open them in. */
export interface Pages {
  /**
   * `file:` addresses. `whole` is a run of every check that the documents' outlines list; in the hostile pages every
   * string contains markup and control characters.
   */
  readonly addresses: Readonly<
    Record<
      | 'run'
      | 'documents'
      | 'runs'
      | 'alone'
      | 'whole'
      | 'wholeDocuments'
      | 'hostile'
      | 'hostileDocuments'
      | 'matrix'
      | 'trace'
      | 'comparison'
      | 'hostileComparison'
      | 'bisection'
      | 'hostileBisection',
      string
    >
  >;
  readonly open: (
    address: string,
    options?: BrowserContextOptions,
  ) => Promise<{ readonly page: Page; readonly log: PageLog }>;
  readonly close: () => Promise<void>;
}

/** Writes the sample pages, with an empty file for each piece of evidence, and starts the browser. */
export async function openPages(): Promise<Pages> {
  const directory = await mkdtemp(join(tmpdir(), 'docknet-report-'));
  const put = async (path: string, text: string): Promise<string> => {
    const file = join(directory, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    return pathToFileURL(file).href;
  };
  const input = sampleRun();
  const whole = wholeRun();
  // A byte of every value, and more than a data: address of a link may hold in some browsers.
  const embedded = new Map([
    [
      embeddedFile,
      Buffer.alloc(
        3 << 20,
        Uint8Array.from({ length: 256 }, (_, n) => n),
      ).toString('base64'),
    ],
  ]);
  const hostile = makeHostileRun(sampleRun('</script><img src=x onerror=window.pwned=1>'));
  const addresses = {
    run: await put('run/index.html', renderRun(input, sha256)),
    documents: await put('run/documents.html', renderDocuments(input, sha256)),
    whole: await put('whole/index.html', renderRun(whole, sha256)),
    wholeDocuments: await put('whole/documents.html', renderDocuments(whole, sha256)),
    runs: await put(
      'index.html',
      renderRunList(
        [
          {
            id: input.record.run.id,
            directory: 'run',
            started: input.record.run.started,
            cell: 'engine 20.10.24',
            counts: { conforms: 30, deviates: 1 },
            problem: null,
          },
        ],
        sha256,
      ),
    ),
    trace: await put('trace.html', renderTrace(sampleTrace([arpRequest(), ...masqueradedPings(1).journeys]), sha256)),
    matrix: await put('matrix.html', renderMatrix(sampleMatrix(), sha256)),
    hostile: await put('hostile/index.html', renderRun(hostile, sha256)),
    hostileDocuments: await put('hostile/documents.html', renderDocuments(hostile, sha256)),
    comparison: await put(
      'comparison.html',
      renderComparison(
        { comparison: await sampleComparison(), pages: { base: './run/index.html', candidate: null } },
        sha256,
      ),
    ),
    hostileComparison: await put(
      'hostile-comparison.html',
      renderComparison({ comparison: await hostileComparison(), pages: { base: null, candidate: null } }, sha256),
    ),
    alone: await put('alone/report.html', renderRun(input, sha256, embedded)),
    bisection: await put('bisect.html', renderBisection(sampleBisection(), sha256)),
    hostileBisection: await put('hostile-bisect.html', renderBisection(makeHostile(sampleBisection()), sha256)),
  };
  await put('run/record.json', JSON.stringify(input.record));
  for (const path of input.record.checks.flatMap<string | null>(({ evidence }) => Object.values(evidence)))
    if (path !== null) await put(`run/${path}`, '');
  const browser = await launch();
  return {
    addresses,
    open: async (address, options = {}) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
      // On a busy machine the page of a whole run takes longer to open than the default timeout.
      context.setDefaultTimeout(120_000);
      const page = await context.newPage();
      const log = listen(page);
      await page.goto(address);
      return { page, log: log };
    },
    close: async () => {
      await browser.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Starts the browser without the features that send requests of their own. */
function launch(): Promise<Browser> {
  return chromium.launch({
    timeout: 120_000,
    executablePath: browsers.find((path) => existsSync(path)) ?? fail(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

function listen(page: Page): PageLog {
  const log: PageLog = { console: [], errors: [], requests: [] };
  page.on('console', (message) => log.console.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => log.errors.push(error.message));
  page.on('request', (request) => {
    if (request.url() !== 'data:,') log.requests.push(request.url());
  });
  return log;
}
