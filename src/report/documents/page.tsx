import { scripts, styles } from '../bundles.js';
import { listPageLinks, renderPage, RunHeader, RunNotices, runPage } from '../page.js';
import type { ReportInput, Sha256 } from '../types.js';
import { arrangeChecks } from './arrange.js';
import { Contents, DocumentStatements, isChecked, StatementChoice } from './statements.js';

/**
 * Renders the page of the documents, beside the run's page: each document's statements in its own order, whether each
 * holds on this engine, and a link to its evidence. Without a script only the theme switch is missing.
 */
export function renderDocuments(input: Pick<ReportInput, 'record' | 'runs' | 'matrix'>, sha256: Sha256): string {
  const { record } = input;
  const { version } = record.cell.engine;
  const arranged = arrangeChecks(record.checks);
  return renderPage({
    title: `docknet: the documents on engine ${version}`,
    style: styles.common + styles.documents,
    script: scripts.theme,
    sha256,
    children: (
      <>
        <RunHeader
          record={record}
          links={[...listPageLinks(input), { href: runPage, name: 'Run' }]}
          hasShortcuts={false}
        />
        <main>
          <RunNotices run={record.run} />
          <Contents arranged={arranged} engine={version} />
          <StatementChoice checks={record.checks} />
          {arranged.filter(isChecked).map((document) => (
            <DocumentStatements key={document.name} document={document} />
          ))}
        </main>
        <footer>
          <p>
            Made by docknet {record.run.docknet} from <a href="./record.json">record.json</a>. Statements are in
            docknet’s words; the files named above have the documents’ own.
          </p>
        </footer>
      </>
    ),
  });
}
