import { scripts, styles } from '../bundles.js';
import { createPacketStore } from '../packet-store.js';
import { documentsPage } from '../page-files.js';
import { Highlights } from '../page/attention.js';
import { Checks } from '../page/checks.js';
import { renderPage } from '../page/document.js';
import { Keys } from './check-list.js';
import { Header, linkUpward } from '../page.js';
import { Overview } from './overview.js';
import { renderToString } from 'preact-render-to-string';
import { ladderColumns } from '../ladder/view.js';
import type { ReportInput, Sha256 } from '../types.js';
import { stringifyForScript } from '../text.js';

/**
 * The report of one run as one HTML file: it works from disk, asks the network for nothing, reads without a script and
 * explores with one. Links to the evidence are relative to the record's directory; the page of the documents is beside it.
 */
export function renderRun(input: ReportInput, sha256: Sha256): string {
  const { record } = input;
  const packets = createPacketStore();
  // Rendered first: every packet the checks show is in the store before the store is written out after them.
  const checks = renderToString(<Checks input={input} packets={packets} />);
  return renderPage({
    title: `docknet: engine ${record.cell.engine.version}, kernel ${record.cell.kernel.release}`,
    style: styles.common + ladderColumns(widest(input)),
    script: scripts.run,
    sha256,
    children: (
      <>
        <Header record={record} links={[...linkUpward(input), { href: documentsPage, name: 'The documents' }]} keys />
        <main>
          <Overview record={record} />
          <Highlights checks={record.checks} />
          <div dangerouslySetInnerHTML={{ __html: checks }} />
        </main>
        <footer>
          <p>
            Made by docknet {record.run.docknet} from <a href="./record.json">record.json</a>. The frames are in the
            recordings beside it; Wireshark and tcpdump read them.
          </p>
        </footer>
        <Keys />
        <script
          type="application/json"
          id="packets"
          dangerouslySetInnerHTML={{ __html: stringifyForScript(packets.toStored()) }}
        />
      </>
    ),
  });
}

/** The most columns that a ladder on the page can have. */
function widest({ record, evidence }: ReportInput): number {
  return Math.max(
    0,
    ...record.checks.map(
      ({ id, points }) =>
        new Set([
          ...points.map(({ name }) => name),
          ...(evidence.get(id)?.journeys ?? []).flatMap(({ hops }) => hops.map(({ point }) => point)),
        ]).size,
    ),
  );
}
