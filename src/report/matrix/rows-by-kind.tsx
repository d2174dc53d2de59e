import type { VNode } from 'preact';
import { areaId } from '../run/overview.js';
import { Keys } from '../run/check-list.js';
import type { Cell } from './input.js';
import { rowKind, Row, type Kind } from './rows.js';
import type { MatrixRow } from './compare-cells.js';

/** What a kind of row is called, above its rows and on its filter. */
export const kinds: readonly {
  readonly kind: Kind;
  readonly name: string;
  readonly meaning: string;
  readonly sign: string;
}[] = [
  {
    kind: 'look',
    name: 'to look at',
    meaning: 'a new deviation, an error, an inconclusive check, an unexpected pass, or a cell that did not run it',
    sign: '!',
  },
  { kind: 'differs', name: 'differ', meaning: 'the cells behave differently, and each as expected', sign: '≠' },
  { kind: 'same', name: 'are the same', meaning: 'every cell came to the same outcome', sign: '=' },
];

/** All rows: what to look at, what differs, then the rest by area. The cells' names stay on the screen above them. */
export function RowsByKind({
  rows,
  cells,
}: {
  readonly rows: readonly MatrixRow[];
  readonly cells: readonly Cell[];
}): VNode {
  const of = (kind: Kind) => rows.filter((row) => rowKind(row) === kind);
  const areas = [...new Set(of('same').map(({ id }) => id.split('/')[0] ?? id))];
  return (
    <section class="checks" aria-label="Checks">
      <div class="finder">
        <input
          id="search"
          class="scripted"
          type="search"
          aria-label="Search checks"
          placeholder="Search, or area:nat verdict:deviates"
          autocomplete="off"
          spellcheck={false}
        />
        <output id="found" class="scripted" for="search" />
        <ol class="heads" aria-hidden="true">
          {cells.map(({ name, record }) => (
            <li key={name} title={name}>
              {record.cell.engine.version}
            </li>
          ))}
        </ol>
      </div>
      <Group title="To look at first" id="look" rows={of('look')} cells={cells} />
      <Group title="Different between the cells, each as expected" id="differs" rows={of('differs')} cells={cells} />
      {areas.map((area) => (
        <Group
          key={area}
          title={`The same in every cell: ${area}`}
          id={areaId(area)}
          rows={of('same').filter(({ id }) => id.startsWith(`${area}/`))}
          cells={cells}
        />
      ))}
      <p id="nothing" class="nothing" hidden>
        No check matches. <kbd>Esc</kbd> in the search box clears it; pressed counts filter too.
      </p>
      <Keys />
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
  readonly cells: readonly Cell[];
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
