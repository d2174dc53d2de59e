import { existsSync } from 'node:fs';
import { chromium, type BrowserContextOptions, type Page } from 'playwright-core';

/** Debian's Chromium, or the browser of a GitHub runner. */
const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

function fail(): never {
  throw new Error(`no browser was found at ${browsers.join(', ')}: install the package chromium`);
}

/** Console messages, errors and requests of a page while it was open. */
export interface PageLog {
  readonly console: string[];
  readonly errors: string[];
  /** Without the empty icon, a data: address. */
  readonly requests: string[];
}

/** A browser that logs what its pages do. */
export interface LoggedBrowser {
  readonly open: (
    address: string,
    options?: BrowserContextOptions,
  ) => Promise<{ readonly page: Page; readonly log: PageLog }>;
  readonly close: () => Promise<void>;
}

/** Starts the browser without the features that send requests of their own. */
export async function openBrowser(): Promise<LoggedBrowser> {
  const browser = await chromium.launch({
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
  return {
    open: async (address, options = {}) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
      // On a busy machine the page of a whole run takes longer to open than the default timeout.
      context.setDefaultTimeout(120_000);
      const page = await context.newPage();
      const log = listen(page);
      await page.goto(address);
      return { page, log };
    },
    close: () => browser.close(),
  };
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
