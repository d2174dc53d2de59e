import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { renderBisection } from '../bisection/page.js';
import { renderComparison } from '../comparison/page.js';
import { renderDocuments } from '../documents/page.js';
import { renderMatrix } from '../matrix/page.js';
import { renderRun } from '../run/page.js';
import { renderRunList } from '../run-list.js';
import { renderTrace } from '../trace.js';
import { openBrowser, type LoggedBrowser } from './browser.js';
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

/** The file that the page `alone` holds: 3 MiB of every byte in turn. */
export const embeddedFile = 'nat/masquerade/recording.pcapng';

/** Sample pages on disk, and a browser to open them in. */
export interface Pages extends LoggedBrowser {
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
  const { open, close } = await openBrowser();
  return {
    addresses,
    open,
    close: async () => {
      await close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
