import type { VNode } from 'preact';
import type { CheckRecord } from '../../record/index.js';
import { CheckId } from '../run/check.js';
import { areaId } from '../run/overview.js';
import { NothingFound, SearchBox } from '../search.js';
import { linkToFile, linkToId } from '../text.js';
import { describeVerdict, findSign, VerdictChip, verdictClass } from '../verdict.js';
import { CellResult } from './cell.js';
import { describeDifference, rowKind, type MatrixCell, type MatrixRow, type RowKind } from './compare-cells.js';

/** All rows: those to look at, those that differ, then the rest by area. The cells' names stay visible above them. */
export function MatrixRows({
  rows,
  cells,
}: {
  readonly rows: readonly MatrixRow[];
  readonly cells: readonly MatrixCell[];
}): VNode {
  const select = (kind: RowKind): readonly MatrixRow[] => rows.filter((row) => rowKind(row) === kind);
  const same = select('same');
  const areas = [...new Set(same.map(({ id }) => id.split('/')[0] ?? id))];
  return (
    <section class="checks" aria-labelledby="checks">
      <SearchBox>
        <ol class="cell-heads" aria-hidden="true">
          {cells.map(({ name, label }) => (
            <li key={name} title={name}>
              {label}
            </li>
          ))}
        </ol>
      </SearchBox>
      <Group title="Look at these first" id="attention" rows={select('attention')} cells={cells} />
      <Group title="Different between the cells, each as known" id="differs" rows={select('differs')} cells={cells} />
      {areas.map((area) => (
        <Group
          key={area}
          title={`The same in every cell: ${area}`}
          id={areaId(area)}
          rows={same.filter(({ id }) => id.startsWith(`${area}/`))}
          cells={cells}
        />
      ))}
      <NothingFound />
    </section>
  );
}

function Group({
  title,
  id,
  rows,
  cells,
}: {
  readonly title: string;
  readonly id: string;
  readonly rows: readonly MatrixRow[];
  readonly cells: readonly MatrixCell[];
}): VNode | null {
  if (rows.length === 0) return null;
  return (
    <div class="area" id={id}>
      <h3>{title}</h3>
      {rows.map((row) => (
        <Row key={row.id} row={row} cells={cells} />
      ))}
    </div>
  );
}

/** One check: a chip for each cell that links to that run's check; when open, its results side by side. */
function Row({ row, cells }: { readonly row: MatrixRow; readonly cells: readonly MatrixCell[] }): VNode {
  const { id, title } = row;
  const difference = describeDifference(row);
  const checks = row.cells.filter((check) => check !== null);
  const claim = checks[0]?.claim;
  return (
    <div class="row">
      <ul class="cell-chips" aria-label={`${id} in each cell`}>
        {cells.map((cell, position) => (
          <li key={cell.name}>
            <CellChip cell={cell} check={row.cells[position] ?? null} />
          </li>
        ))}
      </ul>
      <details
        class="check"
        id={id}
        data-filter={rowKind(row)}
        data-verdict={[...new Set(checks.map(({ verdict }) => verdict))].join(',')}
        data-area={id.split('/')[0]}
        data-document={claim?.document ?? ''}
      >
        <summary>
          <h4>
            <CheckId id={id} />
          </h4>
          <span class="title">{title}</span>
          {difference === null ? null : <span class="explained">{difference}</span>}
        </summary>
        <div class="body">
          {claim === undefined ? null : <p class="claim-text">{claim.text}</p>}
          <div class="cell-results">
            {cells.map((cell, position) => (
              <CellResult key={cell.name} cell={cell} check={row.cells[position] ?? null} />
            ))}
          </div>
        </div>
      </details>
    </div>
  );
}

function CellChip({ cell, check }: { readonly cell: MatrixCell; readonly check: CheckRecord | null }): VNode {
  if (check === null)
    return (
      <span class="chip absent" title={`${cell.label}: not run`}>
        <span class="unseen-text">{cell.label}: not run</span>
      </span>
    );
  if (cell.directory === null) return <VerdictChip verdict={check.verdict} />;
  const label = `${cell.label}: ${describeVerdict(check)}`;
  return (
    <a
      class={`chip ${verdictClass(check.verdict)}`}
      href={`${linkToFile(cell.directory)}/index.html${linkToId(check.id)}`}
      title={label}
      aria-label={`${check.id}, ${label}`}
    >
      {findSign(check.verdict).sign}
    </a>
  );
}
