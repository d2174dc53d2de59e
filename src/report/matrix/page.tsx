import type { VNode } from 'preact';
import { countAttributions } from '../../compare/index.js';
import { countVerdicts } from '../../record/index.js';
import { formatTime } from '../../text/index.js';
import { scripts, styles } from '../bundles.js';
import { listPageLinks, PageBar, renderPage, sabotageNotice } from '../page.js';
import { HelpDialog } from '../search.js';
import { linkToFile, pluralize } from '../text.js';
import type { MatrixColumn, MatrixInput, Sha256 } from '../types.js';
import { VerdictTally } from '../verdict.js';
import { compareCells, rowKind, selectCells, type MatrixRow, type RowKind } from './compare-cells.js';
import { MatrixRows } from './rows.js';

/**
 * Renders the report of a run on several engines as one HTML file: cells as columns, checks as rows, differences first.
 * It works from disk beside the runs' own pages and requests nothing from the network.
 */
export function renderMatrix({ matrix, columns, runs, bisection }: MatrixInput, sha256: Sha256): string {
  const { run, warnings } = matrix;
  const cells = selectCells(columns);
  const rows = compareCells(cells);
  return renderPage({
    title: `docknet: engines ${cells.map(({ label }) => label).join(', ')}`,
    // The page's policy forbids style attributes, so the number of columns is set here.
    style: `${styles.common}${styles.matrix}.matrix-page { --cells: ${cells.length}; }`,
    script: scripts.run,
    sha256,
    children: (
      <>
        <header class="page-header">
          <PageBar
            what={
              <>
                matrix <code>{run.id}</code>, {formatTime(run.started)}
              </>
            }
            links={[
              ...listPageLinks(runs === undefined ? {} : { runs }),
              ...(bisection === undefined ? [] : [{ href: bisection, name: 'Bisection' }]),
            ]}
            hasShortcuts
          />
        </header>
        <main class={cells.length > 4 ? 'matrix-page many' : 'matrix-page'}>
          {[...warnings, ...(run.sabotaged ? [sabotageNotice] : [])].map((notice) => (
            <p class="notice" key={notice}>
              {notice}
            </p>
          ))}
          <h2 class="headline">{describeOutcome(rows)}</h2>
          <ul class="cards" aria-label="Cells">
            {columns.map((column) => (
              <li key={column.name}>
                <CellCard column={column} label={cells.find(({ name }) => name === column.name)?.label ?? ''} />
              </li>
            ))}
          </ul>
          <KindCounts rows={rows} />
          <MatrixRows rows={rows} cells={cells} />
          <HelpDialog />
        </main>
        <footer>
          <p>
            Made by docknet {run.docknet} from <a href="./matrix.json">matrix.json</a> and the records of its cells.
          </p>
        </footer>
      </>
    ),
  });
}

function describeOutcome(rows: readonly MatrixRow[]): string {
  const attributions = rows.flatMap(({ attribution }) => attribution ?? []);
  const checks = pluralize(rows.length, 'check');
  if (rows.length === 0) return 'No check was run';
  if (attributions.length === 0) return `${checks}: the same outcome in every cell`;
  const verb = attributions.length === 1 ? 'differs' : 'differ';
  const outcome = `${attributions.length} of ${checks} ${verb} between the cells: ${countAttributions(attributions)}`;
  const inPackets = rows.filter((row) => row.attribution !== null && row.differsIn === 'packets').length;
  return inPackets === 0 ? outcome : `${outcome}; ${inPackets} of these in packets alone`;
}

/** One cell: what it is, its counts, and links to its run. */
function CellCard({
  column: { name, directory, record, comparison, error, explains },
  label,
}: {
  readonly column: MatrixColumn;
  readonly label: string;
}): VNode {
  if (record === null)
    return (
      <>
        <h2>{name}</h2>
        <p class="notice">{error ?? 'This cell has no record.'}</p>
      </>
    );
  const { cell, checks, run } = record;
  return (
    <>
      <h2>{label}</h2>
      <p>
        {directory === null ? name : <a href={`${linkToFile(directory)}/index.html`}>{name}</a>}
        {comparison === undefined ? null : (
          <>
            , <a href={linkToFile(comparison)}>what changed</a>
          </>
        )}
      </p>
      <p class="note">
        kernel {cell.kernel.release}, iptables {cell.firewall.iptables} ({cell.firewall.program}), {cell.architecture}
      </p>
      {explains === true ? <p class="note">ran only checks that differ between the others</p> : null}
      <VerdictTally counts={countVerdicts(checks)} />
      {run.interrupted || error !== null ? <p class="notice">{error ?? 'This run was interrupted.'}</p> : null}
    </>
  );
}

const kinds: readonly {
  readonly kind: RowKind;
  readonly name: string;
  readonly meaning: string;
  readonly sign: string;
}[] = [
  {
    kind: 'attention',
    name: 'to look at',
    meaning: 'deviates, error, inconclusive or unexpected pass, or not run, in at least one cell',
    sign: '!',
  },
  { kind: 'differs', name: 'different', meaning: 'the cells behave differently, each as known', sign: '≠' },
  { kind: 'same', name: 'the same', meaning: 'every cell has the same outcome', sign: '=' },
];

/** The number of rows of each kind, as buttons that filter them. */
function KindCounts({ rows }: { readonly rows: readonly MatrixRow[] }): VNode {
  return (
    <div class="counts" role="group" aria-label="Filter by kind">
      {kinds.map(({ kind, name, meaning, sign }) => {
        const count = rows.filter((row) => rowKind(row) === kind).length;
        return (
          <button type="button" key={kind} class="count" aria-pressed="false" data-filter={kind} disabled={count === 0}>
            <span class={`chip ${kind}`} aria-hidden="true">
              {sign}
            </span>
            <b>{count}</b>
            <span class="name">{name}</span>
            <span class="meaning">{meaning}</span>
          </button>
        );
      })}
    </div>
  );
}
