import type { MatrixRecord } from '../../record/index.js';
import type { RunRecord } from '../../record/index.js';
import type { CheckEvidence } from '../types.js';

/** One cell's column: a run on one engine. */
export interface MatrixColumn {
  /** As the engine was named. */
  readonly name: string;
  /** Where the run's own pages are, relative to the matrix's; null where it has none. */
  readonly directory: string | null;
  /** null where there is no record, or none that can be read. */
  readonly record: RunRecord | null;
  /** By check id. */
  readonly evidence: ReadonlyMap<string, CheckEvidence>;
  /** Where the page is that compares the run with another, relative to the matrix's; absent where there is none. */
  readonly comparison?: string;
  /** What was wrong with the run as a whole, in words; null where nothing was. */
  readonly trouble: string | null;
}

/** A column with a record: a cell that rows can be read across. */
export type Cell = MatrixColumn & { readonly record: RunRecord };

/** Everything the page of a matrix is made from. */
export interface MatrixInput {
  readonly matrix: MatrixRecord;
  readonly columns: readonly MatrixColumn[];
  /** Where the list of runs is, relative to this page; without it there is no link to it. */
  readonly runs?: string;
}

/** The columns that rows can be read across. */
export function cellsOf(columns: readonly MatrixColumn[]): readonly Cell[] {
  return columns.filter((column): column is Cell => column.record !== null);
}
