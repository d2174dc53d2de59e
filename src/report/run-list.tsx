import type { VNode } from 'preact';
import { formatTime } from '../text/index.js';
import { styles } from './bundles.js';
import { renderPage } from './page.js';
import { linkToFile, pluralize } from './text.js';
import type { RunSummary, Sha256 } from './types.js';
import { VerdictTally } from './verdict.js';

/** Renders the list of runs, newest first, as one HTML file without a script. */
export function renderRunList(runs: readonly RunSummary[], sha256: Sha256): string {
  const newestFirst = [...runs].sort((a, b) => (a.started < b.started ? 1 : a.started > b.started ? -1 : 0));
  return renderPage({
    title: 'docknet: runs',
    style: styles.common + styles.runs,
    script: '',
    sha256,
    children: (
      <>
        <header class="page-header">
          <div class="bar">
            <h1>docknet</h1>
            <p class="what">{pluralize(runs.length, 'run')}, newest first</p>
          </div>
        </header>
        <main>
          {newestFirst.length === 0 ? (
            <p class="nothing">
              No runs yet. <code>docknet run</code> creates one.
            </p>
          ) : (
            <ul class="runs">
              {newestFirst.map((run) => (
                <Entry key={run.id} run={run} />
              ))}
            </ul>
          )}
        </main>
      </>
    ),
  });
}

function Entry({ run }: { readonly run: RunSummary }): VNode {
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
      {run.problem === null ? <VerdictTally counts={run.counts} /> : <p class="notice">{run.problem}</p>}
    </li>
  );
}
