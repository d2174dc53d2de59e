import type { Run } from './types.js';

/** What a run on several engines leaves behind beside its legs' own records, as `matrix.json`. The schema is `matrix.schema.json`. */
export interface MatrixRecord {
  readonly schema: 'docknet-matrix/1';
  /** The run as a whole; each leg's record has a run of its own. */
  readonly run: Run;
  /** One for each column, in the order in which the engines were named. */
  readonly legs: readonly MatrixLeg[];
  /** What must be known before anything is believed about the whole: a part that is missing, say. In words for a person. */
  readonly troubles: readonly string[];
}

/** One engine's run within a matrix. */
export interface MatrixLeg {
  /** What it is called in the report: as the engine was named, "debian:trixie"; no two legs are called the same. */
  readonly name: string;
  /** Where its record and evidence are, relative to the matrix's directory; null where it has none. */
  readonly directory: string | null;
  /** The id of its run; null where it has no record. */
  readonly run: string | null;
  /** Why it has no record, or did not come to its end; null where nothing was wrong. */
  readonly trouble: string | null;
}
