import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { describeEngine } from '../../record/index.js';
import { scripts, styles } from '../bundles.js';
import { Embedded, FileLink, type EmbeddedFiles } from '../files.js';
import { renderColumnStyle } from '../ladder/view.js';
import { createPacketStore, type PacketStore } from '../packet-store.js';
import { documentsPage, listPageLinks, renderPage, RunHeader, RunNotices } from '../page.js';
import { HelpDialog, NothingFound, SearchBox } from '../search.js';
import { stringifyForScript } from '../text.js';
import type { ReportInput, Sha256 } from '../types.js';
import { Check } from './check.js';
import { Leftovers } from './leftovers.js';
import { areaId, groupByArea, OtherRules, Overview } from './overview.js';

/**
 * Renders the report of one run as one HTML file. It works from disk, requests nothing from the network, and reads
 * without a script. Links to evidence are relative to the record's directory; the documents' page lies beside it.
 *
 * @param embedded Files for a page that stands alone and links to nothing beside it; null for one with its files.
 */
export function renderRun(input: ReportInput, sha256: Sha256, embedded: EmbeddedFiles | null = null): string {
  const { record } = input;
  const packets = createPacketStore();
  // Rendered first: it fills the store of packets, which is written out after it.
  const checks = renderToString(
    <Embedded.Provider value={embedded}>
      <Checks input={input} packets={packets} />
    </Embedded.Provider>,
  );
  return renderPage({
    title: `docknet: engine ${describeEngine(record.cell)}, kernel ${record.cell.kernel.release}`,
    style: styles.common + renderColumnStyle(countColumns(input)),
    script: scripts.run,
    sha256,
    children: (
      <>
        <RunHeader
          record={record}
          links={embedded === null ? [...listPageLinks(input), { href: documentsPage, name: 'Documents' }] : []}
          hasShortcuts
        />
        <main>
          <RunNotices run={record.run} />
          <Overview record={record} />
          <OtherRules checks={record.checks} />
          <Leftovers record={record} />
          <div dangerouslySetInnerHTML={{ __html: checks }} />
        </main>
        <footer>
          <p>
            Made by docknet {record.run.docknet} from{' '}
            <Embedded.Provider value={embedded}>
              <FileLink path="record.json">record.json</FileLink>
            </Embedded.Provider>
            . The recordings {embedded === null ? 'beside' : 'in'} it open in Wireshark and tcpdump.
          </p>
        </footer>
        <HelpDialog />
        <script
          type="application/json"
          id="packets"
          dangerouslySetInnerHTML={{ __html: stringifyForScript(packets.toStored()) }}
        />
      </>
    ),
  });
}

/** The search box and every check, by area. */
function Checks({ input, packets }: { readonly input: ReportInput; readonly packets: PacketStore }): VNode {
  return (
    <section class="checks" aria-labelledby="checks">
      <SearchBox />
      {groupByArea(input.record.checks).map(({ area, members }) => (
        <div class="area" id={areaId(area)} key={area}>
          <h3>{area}</h3>
          {members.map((check) => (
            <Check key={check.id} check={check} evidence={input.evidence.get(check.id)} packets={packets} />
          ))}
        </div>
      ))}
      <NothingFound />
    </section>
  );
}

/** Counts the columns of the widest ladder that the page can have. */
function countColumns({ record, evidence }: ReportInput): number {
  return Math.max(
    0,
    ...record.checks.map(({ id, points }) => {
      const hops = (evidence.get(id)?.journeys ?? []).flatMap((journey) => journey.hops);
      return new Set([...points.map(({ name }) => name), ...hops.map(({ point }) => point)]).size;
    }),
  );
}
