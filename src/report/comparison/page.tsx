import type { VNode } from 'preact';
import { changeKinds, describeCounts, type ComparedRun } from '../../compare/index.js';
import { formatTime } from '../../text/index.js';
import { scripts, styles } from '../bundles.js';
import { PageBar, renderPage } from '../page.js';
import { formatConfig } from '../text.js';
import type { ComparisonInput, Sha256 } from '../types.js';
import { Changes } from './changes.js';
import { NewLeftovers } from './leftovers.js';
import { ChangeCounts, ReachChanges } from './overview.js';

/** Renders a comparison as one HTML file. It works from disk and reads without a script. */
export function renderComparison({ comparison, pages, list = null }: ComparisonInput, sha256: Sha256): string {
  const { base, candidate, changes, notes } = comparison;
  const links = [
    ...(list === null ? [] : [{ href: list, name: 'All cells' }]),
    ...(pages.base === null ? [] : [{ href: pages.base, name: 'Base run' }]),
    ...(pages.candidate === null ? [] : [{ href: pages.candidate, name: 'Candidate run' }]),
  ];
  return renderPage({
    title: `docknet: ${base.name} → ${candidate.name}`,
    style: styles.common + styles.comparison,
    script: scripts.theme,
    sha256,
    children: (
      <>
        <header class="page-header">
          <PageBar
            what={
              <>
                what changed from {base.name} (base) to {candidate.name} (candidate)
              </>
            }
            links={links}
            hasShortcuts={false}
          />
          {notes.map((note) => (
            <p class="notice" key={note}>
              {note}
            </p>
          ))}
        </header>
        <main>
          <div class="comparison-overview">
            <ChangeCounts comparison={comparison} />
            <div class="reaches">
              {changes.length === 0 ? <p class="nothing">Nothing changed: {describeCounts(comparison)}.</p> : null}
              <ReachChanges comparison={comparison} />
            </div>
            <CellTable base={base} candidate={candidate} />
          </div>
          <NewLeftovers leftovers={comparison.leftovers} />
          {changeKinds.map((kind) => (
            <Changes key={kind} kind={kind} comparison={comparison} pages={pages} />
          ))}
        </main>
        <footer>
          <p>
            Packets and rules show roles (web, app.subnet) in place of addresses and names, which differ in every lab.
            ARP, neighbour discovery, what the engines of a swarm exchange, and TCP acknowledgements without data are
            left out.
          </p>
        </footer>
      </>
    ),
  });
}

const rows: readonly (readonly [string, (run: ComparedRun) => string])[] = [
  ['Engine', ({ record }) => record.cell.engine.version],
  ['containerd, runc', ({ record }) => `${record.cell.engine.containerd}, ${record.cell.engine.runc}`],
  ['Kernel', ({ record }) => record.cell.kernel.release],
  ['Firewall backend', ({ record }) => record.cell.firewall.backend],
  ['daemon.json', ({ record }) => formatConfig(record.cell)],
  ['iptables', ({ record }) => `${record.cell.firewall.iptables} (${record.cell.firewall.program})`],
  ['Architecture', ({ record }) => record.cell.architecture],
  ['System', ({ record }) => record.cell.system],
  ['docknet', ({ record }) => record.run.docknet],
  ['Checks', ({ record }) => String(record.checks.length)],
  ['Date', ({ record }) => formatTime(record.run.started)],
];

/** Shows the two cells side by side with the differences marked: the engine may not be all that changed. */
function CellTable({ base, candidate }: { readonly base: ComparedRun; readonly candidate: ComparedRun }): VNode {
  return (
    <section aria-labelledby="cells">
      <h2 id="cells">The two runs</h2>
      <table class="cells">
        <thead>
          <tr>
            <th scope="col">
              <span class="unseen-text">Property</span>
            </th>
            <th scope="col">Base</th>
            <th scope="col">Candidate</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, valueOf]) => {
            const [before, after] = [valueOf(base), valueOf(candidate)];
            return (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{before}</td>
                <td>{before === after || name === 'Date' ? after : <mark>{after}</mark>}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
