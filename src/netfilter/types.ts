/** One rule of iptables-save -c. */
export interface Rule {
  readonly table: string;
  readonly chain: string;
  /** Position in the chain, counted from 1 as iptables does. */
  readonly position: number;
  /** The specification after `-A CHAIN`, as iptables-save prints it. */
  readonly specification: string;
  /** The target after -j or -g; null for a rule that only counts. */
  readonly target: string | null;
  readonly packets: number;
  readonly bytes: number;
}

export interface Chain {
  readonly table: string;
  readonly name: string;
  /** ACCEPT or DROP for a built-in chain, null for a user-defined one. */
  readonly policy: string | null;
  readonly packets: number;
  readonly bytes: number;
  readonly rules: readonly Rule[];
}

/** One family's tables at one moment. */
export interface Snapshot {
  readonly family: 'ipv4' | 'ipv6';
  /** nf_tables or legacy, from iptables' own version line; null where the listing does not say. */
  readonly backend: 'nf_tables' | 'legacy' | null;
  readonly chains: readonly Chain[];
  /** Tables of which iptables-save said that nft put something into them that it cannot print. */
  readonly unreadable: readonly string[];
}

/** A rule before and after: null where it was not there. A rule that moved and counted is `moved`; its `packets` say the rest. */
export interface RuleChange {
  readonly kind: 'added' | 'removed' | 'moved' | 'counted';
  readonly before: Rule | null;
  readonly after: Rule | null;
  /** Packets counted between the two, for a rule that was removed 0; see `counted`. */
  readonly packets: number;
}
