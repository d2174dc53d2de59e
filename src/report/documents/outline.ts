/** A document whose statements are checked: its name in claims, what it is called, and its sections in order. */
export interface Outline {
  /** notes, iptables, tour, publish or moby. */
  readonly name: string;
  /** Full title. */
  readonly title: string;
  /** The file's name, for a reader who has it open; null for what is not one file. */
  readonly file: string | null;
  readonly sections: readonly Section[];
}

/** A section of a document. */
export interface Section {
  /** As the document writes it; where its text is a machine's translation, what that heading says. */
  readonly heading: string;
  /** The heading letter for letter, where `heading` is not. */
  readonly printed?: string;
  /**
   * Ids of checks in the order in which the section makes their statements. What a check claims is said in the check
   * alone; here is only its place. A check that is not named comes after those that are.
   */
  readonly order: readonly string[];
}
