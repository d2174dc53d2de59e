import { compareCells } from '../../report/index.js';
import { displayTitle, type RunRecord } from '../../record/index.js';
import { summaryLine } from './run-summary.js';
import { oneLine, paintFor, type Terminal } from './style.js';

/** A cell of a matrix, as far as the terminal tells of it. */
interface NamedRecord {
  readonly name: string;
  /** null where the engine never came up. */
  readonly record: RunRecord | null;
}

/** What a person is told when a run on several engines is over: what is to be looked at, what the cells differ in, and a line for each. */
export function matrixFindings(cells: readonly NamedRecord[], stream: Terminal): string {
  const paint = paintFor(stream);
  const label = ({ name, record }: NamedRecord) =>
    record === null ? name : `${record.cell.engine.version} (${oneLine(name)})`;
  const loud = cells.flatMap((cell) =>
    (cell.record?.checks ?? []).flatMap((check) => {
      const { verdict } = check;
      if (verdict === 'conforms' || verdict === 'known deviation' || verdict === 'not applicable') return [];
      const word = (verdict === 'unexpected pass' ? paint.yellow : paint.red)(verdict);
      return [
        `${word}  ${label(cell)}  ${paint.bold(check.id)}: ${oneLine(displayTitle(check))}\n    ${oneLine(check.reason)}`,
      ];
    }),
  );
  const recorded = cells.flatMap(({ record }) => (record === null ? [] : [record]));
  const differing = compareCells(recorded)
    .filter(({ differs }) => differs)
    .map(
      ({ id, follows, cells }) =>
        `${paint.dim('differs')}  ${id}${follows.length === 0 ? '' : ` (follows the ${follows.join(' or the ')})`}: ${cells.map((check, n) => `${recorded[n]?.cell.engine.version ?? ''} ${check === null ? 'not run' : check.verdict}`).join(', ')}`,
    );
  const blocks = [...loud, ...differing];
  return [
    ...blocks,
    ...(blocks.length === 0 ? [] : ['']),
    ...cells.map((cell) =>
      cell.record === null ? `${oneLine(cell.name)}: not run` : `${oneLine(cell.name)}: ${summaryLine(cell.record)}`,
    ),
  ].join('\n');
}
