import type { VNode } from 'preact';
import { countChanges, changeKinds, kindLabels, type Comparison } from '../../compare/index.js';
import { describeEngine, type RunRecord } from '../../record/index.js';
import { formatTime } from '../../text/index.js';
import { styles } from '../bundles.js';
import { renderPage } from '../page.js';
import { linkToFile, pluralize } from '../text.js';
import type { ListedComparison, Sha256 } from '../types.js';
import { KindChip } from './overview.js';

/** Renders the list of the comparisons of two matrices, cell by cell, as one HTML file without a script. */
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
        <header class="page-header">
          <div class="bar">
            <h1>docknet</h1>
            <p class="what">two matrices compared: {pluralize(entries.length, 'cell')}</p>
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
              <Entry key={entry.file} {...entry} />
            ))}
          </ul>
        </main>
      </>
    ),
  });
}

function Entry({ cell, comparison, file }: ListedComparison): VNode {
  const counts = countChanges(comparison);
  return (
    <li>
      <div>
        <h2>
          <a href={linkToFile(file)}>
            {cell === null ? '' : `${cell}, `}engine {compareValues(comparison, ({ cell }) => describeEngine(cell))}
          </a>
        </h2>
        <p>
          kernel {compareValues(comparison, ({ cell: { kernel } }) => kernel.release)}, iptables{' '}
          {compareValues(comparison, ({ cell: { firewall } }) => `${firewall.iptables} (${firewall.program})`)}
        </p>
        <p class="note">{compareValues(comparison, ({ run }) => `run ${run.id} of ${formatTime(run.started)}`)}</p>
      </div>
      <ul class="tally">
        {changeKinds
          .filter((kind) => counts[kind] > 0)
          .map((kind) => (
            <li key={kind}>
              <KindChip kind={kind} />
              <span>
                <b>{counts[kind]}</b> {counts[kind] === 1 ? kindLabels[kind].one : kindLabels[kind].several}
              </span>
            </li>
          ))}
        <li>
          <span>
            <b>{comparison.same}</b> the same
          </span>
        </li>
      </ul>
    </li>
  );
}

/** Returns the value both runs have, or the base's and the candidate's: `20.10.24 → 28.5.2`. */
function compareValues({ base, candidate }: Comparison, valueOf: (record: RunRecord) => string): string {
  const [before, after] = [valueOf(base.record), valueOf(candidate.record)];
  return before === after ? after : `${before} → ${after}`;
}
