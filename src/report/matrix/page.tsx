import { scripts, styles } from '../bundles.js';
import { formatTime } from '../../text/index.js';
import { CellCards } from './cell-cards.js';
import { varying } from './follow.js';
import { cellsOf, type MatrixInput } from './input.js';
import { rowKind } from './rows.js';
import { compareCells, type MatrixRow } from './compare-cells.js';
import { kinds, RowsByKind } from './rows-by-kind.js';
import { renderPage } from '../page/document.js';
import { PageBar, linkUpward } from '../page.js';
import type { Sha256 } from '../types.js';
import { pluralize } from '../text.js';

/**
 * The report of a run on several engines as one HTML file: cells as columns, checks as rows, what differs first. It works from disk
 * beside the runs' own pages and asks the network for nothing.
 */
export function renderMatrix(input: MatrixInput, sha256: Sha256): string {
  const {
    matrix: { run, warnings },
    columns,
    runs,
  } = input;
  const cells = cellsOf(columns);
  const rows = compareCells(cells.map(({ record }) => record));
  const several = varying(cells.map(({ record }) => record.cell));
  return renderPage({
    title: `docknet: engines ${cells.map(({ record }) => record.cell.engine.version).join(', ')}`,
    // The page's policy allows no style attribute, so the number of columns is said here.
    style: `${styles.common}${styles.matrix}.matrix-page { --cells: ${cells.length}; }`,
    script: scripts.run,
    sha256,
    children: (
      <>
        <header class="nameplate">
          <PageBar
            what={
              <>
                matrix <code>{run.id}</code>, {formatTime(run.started)}
              </>
            }
            links={linkUpward(runs === undefined ? {} : { runs })}
            keys
          />
        </header>
        <main class={cells.length > 4 ? 'matrix-page many' : 'matrix-page'}>
          {warnings.map((warning) => (
            <p class="notice" key={warning}>
              {warning}
            </p>
          ))}
          {run.sabotaged ? (
            <p class="notice">
              A run of docknet prove: every check ran under its sabotage, so here a check that still conforms is the
              defect.
            </p>
          ) : null}
          <h2 class="verdict">{outcome(rows, several)}</h2>
          <CellCards columns={columns} />
          <div class="counts" role="group" aria-label="Filter by kind">
            {kinds.map(({ kind, name, meaning, sign }) => {
              const count = rows.filter((row) => rowKind(row) === kind).length;
              return (
                <button
                  type="button"
                  key={kind}
                  class="count"
                  aria-pressed="false"
                  data-filter={kind}
                  disabled={count === 0}
                >
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
          <RowsByKind rows={rows} cells={cells} />
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

/** The whole in one sentence. */
function outcome(rows: readonly MatrixRow[], several: readonly string[]): string {
  const differing = rows.filter(({ differs }) => differs);
  const checks = pluralize(rows.length, 'check');
  if (rows.length === 0) return 'No check was run';
  if (differing.length === 0) return `${checks}: the same outcome in every cell`;
  const follow = several
    .map((factor) => ({ factor, count: differing.filter(({ follows }) => follows.includes(factor)).length }))
    .filter(({ count }) => count > 0);
  return `${differing.length} of ${checks} ${differing.length === 1 ? 'differs' : 'differ'} between the cells${follow.length === 0 ? '' : `: ${follow.map(({ factor, count }) => `${count} ${count === 1 ? 'follows' : 'follow'} the ${factor}`).join(', ')}`}`;
}
