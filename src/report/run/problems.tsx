import { scripts, styles } from '../bundles.js';
import { PageBar, renderPage } from '../page.js';
import type { Sha256 } from '../types.js';

/** Renders the page of a run without a record: why no check was run. */
export function renderProblems(problems: readonly string[], sha256: Sha256): string {
  return renderPage({
    title: 'docknet: no check was run',
    style: styles.common,
    script: scripts.theme,
    sha256,
    children: (
      <>
        <header class="page-header">
          <PageBar what="no check was run" links={[]} hasShortcuts={false} />
        </header>
        <main>
          {problems.map((problem, position) => (
            <p class="notice" key={position}>
              {problem}
            </p>
          ))}
        </main>
      </>
    ),
  });
}
