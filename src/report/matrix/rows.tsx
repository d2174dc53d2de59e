import type { VNode } from 'preact';
import type { CheckRecord } from '../../record/index.js';
import { Chip } from '../page/text.js';
import { signOf, verdictClass } from '../verdict.js';
import type { Cell } from './input.js';
import type { MatrixRow } from './compare-cells.js';
import { Side } from './cell.js';
import { linkToFile, linkToId } from '../text.js';

/** How a row is filtered by: what to look at, what differs as expected, what is the same. */
export type Kind = 'look' | 'differs' | 'same';

export function rowKind({ loud, differs }: MatrixRow): Kind {
  return loud ? 'look' : differs ? 'differs' : 'same';
}

/** One check across the cells: a sign for each, which leads to that run's check, and opened, the check in all of them side by side. */
export function Row({ row, cells }: { readonly row: MatrixRow; readonly cells: readonly Cell[] }): VNode {
  const [first] = row.cells.filter((check) => check !== null);
  const cut = row.id.indexOf('/') + 1;
  return (
    <div class="row">
      <ul class="signs" aria-label={`${row.id} in each cell`}>
        {cells.map((cell, n) => (
          <li key={cell.name}>
            <Sign cell={cell} check={row.cells[n] ?? null} />
          </li>
        ))}
      </ul>
      <details
        class="check"
        id={row.id}
        data-filter={rowKind(row)}
        data-verdict={[...new Set(row.cells.flatMap((check) => (check === null ? [] : [check.verdict])))].join(',')}
        data-area={row.id.slice(0, cut - 1)}
        data-document={first?.claim.document ?? ''}
      >
        <summary>
          <h4>
            <span class="area-part">{row.id.slice(0, cut)}</span>
            {row.id.slice(cut)}
          </h4>
          <span class="title">{row.title}</span>
          {row.differs ? (
            <span class="follows">
              {row.follows.length === 0
                ? 'follows nothing that these cells differ in'
                : `follows the ${row.follows.join(' or the ')}`}
            </span>
          ) : null}
        </summary>
        <div class="body">
          {first === undefined ? null : <p class="claimed">{first.claim.text}</p>}
          <div class="sides">
            {cells.map((cell, n) => (
              <Side key={cell.name} cell={cell} check={row.cells[n] ?? null} id={row.id} />
            ))}
          </div>
        </div>
      </details>
    </div>
  );
}

function Sign({ cell, check }: { readonly cell: Cell; readonly check: CheckRecord | null }): VNode {
  const { version } = cell.record.cell.engine;
  if (check === null)
    return (
      <span class="chip absent" title={`${version}: not run`}>
        <span class="unseen-text">{version}: not run</span>
      </span>
    );
  const words = `${version}: ${check.verdict}`;
  if (cell.directory === null) return <Chip verdict={check.verdict} />;
  return (
    <a
      class={`chip ${verdictClass(check.verdict)}`}
      href={`${linkToFile(cell.directory)}/index.html${linkToId(check.id)}`}
      title={words}
      aria-label={`${check.id}, ${words}`}
    >
      {signOf(check.verdict).sign}
    </a>
  );
}
