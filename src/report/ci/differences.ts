import { countAttributions, labelCells } from '../../compare/index.js';
import { compareCells, describeDifference, type MatrixRow } from '../matrix/compare-cells.js';
import { escapeMarkdown, formatCode } from '../markdown-text.js';
import { pluralize } from '../text.js';
import type { Block } from './fit.js';
import type { CiReport } from './types.js';

/** Renders the checks whose verdicts differ between a matrix's cells, as a table with what each difference follows. */
export function renderDifferences({ cells }: CiReport): Block[] {
  const recorded = cells.flatMap((cell) => (cell.record === null ? [] : [{ ...cell, record: cell.record }]));
  const rows = compareCells(recorded).flatMap(({ attribution, ...row }) =>
    attribution === null ? [] : [{ ...row, attribution }],
  );
  if (rows.length === 0) return [];
  const labels = labelCells(recorded.map(({ record }) => record.cell)).map((label) => escapeMarkdown(label, 200));
  const verb = rows.length === 1 ? 'differs' : 'differ';
  const counts = countAttributions(rows.map(({ attribution }) => attribution));
  return [
    { text: `\n### ${pluralize(rows.length, 'check')} ${verb} between the cells: ${counts}\n\n`, noun: null },
    {
      text: `| check | the difference | ${labels.join(' | ')} |\n|---|---|${labels.map(() => '---|').join('')}\n`,
      noun: null,
    },
    ...rows.map((row) => ({ text: renderRow(row, describeDifference(row) ?? ''), noun: 'difference' })),
    { text: '\n', noun: null },
  ];
}

function renderRow({ id, cells }: Pick<MatrixRow, 'id' | 'cells'>, text: string): string {
  const verdicts = cells.map((check) => check?.verdict ?? '—');
  return `| ${[formatCode(id, 100), escapeMarkdown(text, 500), ...verdicts].join(' | ')} |\n`;
}
