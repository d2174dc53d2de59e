import type { VNode } from 'preact';
import { styles } from './bundles.js';
import { formatTime } from '../text/index.js';
import { renderPage } from './page/document.js';
import { Chip } from './page/text.js';
import { verdictSigns } from './verdict.js';
import type { RunSummary, Sha256 } from './types.js';
import { linkToFile, pluralize } from './text.js';

/** The list of runs as one HTML file, newest first; it needs no script. */
export function renderRunList(runs: readonly RunSummary[], sha256: Sha256): string {
  const newestFirst = [...runs].sort((one, other) =>
    one.started < other.started ? 1 : one.started > other.started ? -1 : 0,
  );
  return renderPage({
    title: 'docknet: runs',
    style: styles.common + styles.runs,
    script: '',
    sha256,
    children: (
      <>
        <header class="nameplate">
          <div class="bar">
            <h1>docknet</h1>
            <p class="run">{pluralize(runs.length, 'run')}, newest first</p>
          </div>
        </header>
        <main>
          {newestFirst.length === 0 ? (
            <p class="nothing">
              No run has left a record here yet. <code>docknet run</code> makes one.
            </p>
          ) : (
            <ul class="runs">
              {newestFirst.map((run) => (
                <Line key={run.id} run={run} />
              ))}
            </ul>
          )}
        </main>
      </>
    ),
  });
}

function Line({ run }: { readonly run: RunSummary }): VNode {
  return (
    <li>
      <div>
        <h2>
          <a href={`${linkToFile(run.directory)}/index.html`}>{formatTime(run.started)}</a>
        </h2>
        <p>{run.cell}</p>
        <p class="note">
          run <code>{run.id}</code>
        </p>
      </div>
      {run.problem === null ? (
        <ul class="tally">
          {verdictSigns
            .filter(({ verdict }) => (run.counts[verdict] ?? 0) > 0)
            .map(({ verdict }) => (
              <li key={verdict}>
                <Chip verdict={verdict} /> <b>{run.counts[verdict]}</b> {verdict}
              </li>
            ))}
        </ul>
      ) : (
        <p class="notice">{run.problem}</p>
      )}
    </li>
  );
}
