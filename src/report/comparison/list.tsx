import type { VNode } from 'preact';
import { changeCounts, changeKinds, kindWords, type Comparison } from '../../compare/index.js';
import type { RunRecord } from '../../record/index.js';
import { styles } from '../bundles.js';
import { KindChip } from './overview.js';
import { formatTime } from '../../text/index.js';
import { renderPage } from '../page/document.js';
import type { Sha256 } from '../types.js';
import { linkToFile, pluralize } from '../text.js';

/** One of several comparisons, and the page that it has beside the list. */
export interface ListedComparison {
  /** What its matrix calls the cell; null where it has no such name. */
  readonly cell: string | null;
  readonly comparison: Comparison;
  readonly file: string;
}

/** The comparisons of two matrices, cell by cell, as one HTML file that leads to each; it needs no script. */
export function renderComparisonList(
  { entries, notes }: { readonly entries: readonly ListedComparison[]; readonly notes: readonly string[] },
  sha256: Sha256,
): string {
  return renderPage({
    title: 'docknet: two matrices compared',
    style: styles.common + styles.comparison + styles.runs,
    script: '',
    sha256,
    children: (
      <>
        <header class="nameplate">
          <div class="bar">
            <h1>docknet</h1>
            <p class="run">two matrices compared: {pluralize(entries.length, 'cell')}</p>
          </div>
          {notes.map((note) => (
            <p class="notice" key={note}>
              {note}
            </p>
          ))}
        </header>
        <main>
          <ul class="runs">
            {entries.map((entry) => (
              <Line key={entry.file} {...entry} />
            ))}
          </ul>
        </main>
      </>
    ),
  });
}

/** What both sides have, once; what differs, of the base and of the candidate. */
function both({ base, candidate }: Comparison, of: (record: RunRecord) => string): string {
  const [was, is] = [of(base.record), of(candidate.record)];
  return was === is ? is : `${was} → ${is}`;
}

function Line({ cell, comparison, file }: ListedComparison): VNode {
  const { same } = comparison;
  const counts = changeCounts(comparison);
  return (
    <li>
      <div>
        <h2>
          <a href={linkToFile(file)}>
            {cell === null ? '' : `${cell}, `}engine {both(comparison, ({ cell: { engine } }) => engine.version)}
          </a>
        </h2>
        <p>
          kernel {both(comparison, ({ cell: { kernel } }) => kernel.release)}, iptables{' '}
          {both(comparison, ({ cell: { firewall } }) => `${firewall.iptables} (${firewall.backend})`)}
        </p>
        <p class="note">{both(comparison, ({ run }) => `run ${run.id} of ${formatTime(run.started)}`)}</p>
      </div>
      <ul class="tally">
        {changeKinds
          .filter((kind) => counts[kind] > 0)
          .map((kind) => (
            <li key={kind}>
              <KindChip kind={kind} /> <b>{counts[kind]}</b>{' '}
              {counts[kind] === 1 ? kindWords[kind].one : kindWords[kind].several}
            </li>
          ))}
        <li>
          <b>{same}</b> the same
        </li>
      </ul>
    </li>
  );
}
