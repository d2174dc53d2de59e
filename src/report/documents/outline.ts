import type { Document } from '../../record/index.js';

/** A document whose statements are checked. */
export interface Outline extends Document {
  /** In the document's order. */
  readonly sections: readonly Section[];
  /** True if `sections` lists every section of the document; otherwise those that checks cite. */
  readonly isWhole: boolean;
}

export interface Section {
  /** The heading; of a machine-translated document, what the heading means. */
  readonly heading: string;
  /** The heading letter by letter, where it differs from `heading`. */
  readonly printed?: string;
  /** Ids of checks in the order in which the section makes their statements. Checks not listed come after these. */
  readonly order: readonly string[];
}
