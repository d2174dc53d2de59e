import type { VNode } from 'preact';
import { countVerdicts } from '../../record/index.js';
import { Chip } from '../page/text.js';
import { verdictSigns } from '../verdict.js';
import type { MatrixColumn } from './input.js';
import { linkToFile } from '../text.js';

/** What each cell is and how its run came out, side by side; each leads to its run's own page. */
export function CellCards({ columns }: { readonly columns: readonly MatrixColumn[] }): VNode {
  return (
    <ul class="cards" aria-label="Cells">
      {columns.map((column) => (
        <li key={column.name}>
          <Card column={column} />
        </li>
      ))}
    </ul>
  );
}

function Card({ column: { name, directory, record, comparison, trouble } }: { readonly column: MatrixColumn }): VNode {
  if (record === null)
    return (
      <>
        <h2>{name}</h2>
        <p class="notice">{trouble ?? 'It left no record.'}</p>
      </>
    );
  const { cell, checks, run } = record;
  const counts = countVerdicts(checks);
  return (
    <>
      <h2>{cell.engine.version}</h2>
      <p class="where">
        {directory === null ? name : <a href={`${linkToFile(directory)}/index.html`}>{name}</a>}
        {comparison === undefined ? null : (
          <>
            , <a href={linkToFile(comparison)}>what changed</a>
          </>
        )}
      </p>
      <p class="note">
        kernel {cell.kernel.release}, iptables {cell.firewall.iptables} ({cell.firewall.backend}), {cell.architecture}
      </p>
      <ul class="tally">
        {verdictSigns
          .filter(({ verdict }) => counts[verdict] > 0)
          .map(({ verdict }) => (
            <li key={verdict}>
              <Chip verdict={verdict} />
              <span>
                <b>{counts[verdict]}</b> {verdict}
              </span>
            </li>
          ))}
      </ul>
      {run.interrupted || trouble !== null ? (
        <p class="notice">{trouble ?? 'This run was stopped before its last check.'}</p>
      ) : null}
    </>
  );
}
