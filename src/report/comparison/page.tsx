import { changeKinds, comparisonLine } from '../../compare/index.js';
import { scripts, styles } from '../bundles.js';
import { Cells } from './cells.js';
import type { ComparisonInput } from './input.js';
import { Kinds } from './overview.js';
import { Reach } from './reach.js';
import { Section } from './changes.js';
import { renderPage } from '../page/document.js';
import type { Sha256 } from '../types.js';

/** A comparison as one HTML file: it works from disk and reads without a script. */
export function renderComparison({ comparison, pages, list = null }: ComparisonInput, sha256: Sha256): string {
  const { base, candidate, changes, notes } = comparison;
  return renderPage({
    title: `docknet: ${base.name} → ${candidate.name}`,
    style: styles.common + styles.comparison,
    script: scripts.theme,
    sha256,
    children: (
      <>
        <header class="nameplate">
          <div class="bar">
            <h1>docknet</h1>
            <p class="run">
              what changed from {base.name} to {candidate.name}
            </p>
            <nav aria-label="Page">
              {list === null ? null : <a href={list}>All cells</a>}
              {pages.base === null ? null : <a href={pages.base}>The run of {base.name}</a>}
              {pages.candidate === null ? null : <a href={pages.candidate}>The run of {candidate.name}</a>}
              <button type="button" class="quiet scripted" data-theme-toggle>
                Theme: <span data-theme-name>system</span>
              </button>
            </nav>
          </div>
          {notes.map((note) => (
            <p class="notice" key={note}>
              {note}
            </p>
          ))}
        </header>
        <main>
          <div class="versus">
            <Kinds comparison={comparison} />
            <Cells base={base} candidate={candidate} />
          </div>
          {changes.length === 0 ? <p class="nothing">Nothing changed: {comparisonLine(comparison)}.</p> : null}
          <Reach comparison={comparison} />
          {changeKinds.map((kind) => (
            <Section key={kind} kind={kind} comparison={comparison} pages={pages} />
          ))}
        </main>
        <footer>
          <p>
            Packets and rules are told in roles (web, app.subnet) in place of addresses and names, which are others in
            every lab. ARP, neighbour discovery and bare TCP acknowledgements are left out.
          </p>
        </footer>
      </>
    ),
  });
}
