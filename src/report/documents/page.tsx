import { scripts, styles } from '../bundles.js';
import { arrangeChecks } from './arrange.js';
import { runPage } from '../page-files.js';
import { renderPage } from '../page/document.js';
import { Header, linkUpward } from '../page.js';
import { Notices } from '../run/overview.js';
import { Contents, DocumentStatements, Shown } from './statements.js';
import type { ReportInput, Sha256 } from '../types.js';

/**
 * The four documents as this run found them, as one HTML file beside the run's page: each document's statements in its
 * own order, what holds on this engine and what does not, each with a link to its evidence in the run's page. It needs
 * no script; with one it remembers the theme.
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
        <Header record={record} links={[...linkUpward(input), { href: runPage, name: 'The run' }]} keys={false} />
        <main>
          <Notices record={record} />
          <Contents arranged={arranged} engine={version} />
          <Shown checks={record.checks} />
          {arranged.map((document) => (
            <DocumentStatements key={document.name} document={document} />
          ))}
        </main>
        <footer>
          <p>
            Made by docknet {record.run.docknet} from <a href="./record.json">record.json</a>. The statements are in
            docknet’s words; the documents’ own are in the files named above.
          </p>
        </footer>
      </>
    ),
  });
}
