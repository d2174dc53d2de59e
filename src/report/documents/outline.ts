/** A document whose statements are checked. */
export interface Outline {
  /** Its name in claims: notes, iptables, tour, publish, nftables or moby. */
  readonly name: string;
  /** Full title. */
  readonly title: string;
  /** File name; null for what is not one file. */
  readonly file: string | null;
  /** In the document's order. */
  readonly sections: readonly Section[];
}

export interface Section {
  /** The heading; of a machine-translated document, what the heading means. */
  readonly heading: string;
  /** The heading letter by letter, where it differs from `heading`. */
  readonly printed?: string;
  /** Ids of checks in the order in which the section makes their statements. Checks not listed come after these. */
  readonly order: readonly string[];
}
