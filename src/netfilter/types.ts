/** A listing or a rule that cannot be read, with the line or the words that cannot. */
export class FirewallError extends Error {
  override readonly name = 'FirewallError';
}

/** A netfilter hook, in the words of nft. */
export type Hook = 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting';

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

/** What a trace tells of a packet's headers: enough to know the packet again in a recording. */
export interface PacketHeader {
  readonly source: string;
  readonly destination: string;
  readonly ttl: number;
  readonly ipId: number;
  /** Total length in bytes, IP header included. */
  readonly length: number;
  /** IANA number; null where the trace names one that we do not know. */
  readonly protocol: number | null;
  /** Of TCP and UDP. */
  readonly sourcePort: number | null;
  readonly destinationPort: number | null;
  /** Of ICMP; id and sequence mean something for echo and its reply only. */
  readonly icmpType: number | null;
  readonly icmpId: number | null;
  readonly icmpSequence: number | null;
  /** Of TCP: the window as the header has it. */
  readonly window: number | null;
}

/** One thing that a kernel's trace said of one packet. */
export interface TraceMessage {
  /** The kernel's id. It repeats, and changes between hooks while bridge-nf-call-iptables is 1: it tells messages of one chain's pass apart, never packets. */
  readonly id: string;
  /** `ip`, `inet`, … */
  readonly family: string;
  readonly table: string;
  readonly chain: string;
  readonly event: TraceEvent;
}

export type TraceEvent =
  /** A base chain begins with this packet. */
  | { readonly kind: 'packet'; readonly in: string | null; readonly out: string | null; readonly header: PacketHeader }
  /** A rule matched. */
  | { readonly kind: 'rule'; readonly handle: number; readonly text: string | null; readonly verdict: string }
  /** No rule of a base chain decided. */
  | { readonly kind: 'policy'; readonly verdict: string };

/** A rule or a policy as a trace's reader wants it. */
export interface NamedRule {
  /** `nat`; for a table that is not iptables' own with its family: `inet firewalld`. */
  readonly table: string;
  readonly chain: string;
  /** Counted from 1; null for a policy, and for a rule that was in neither listing. */
  readonly position: number | null;
  /** As `iptables -S` prints it; what iptables cannot print is as nft prints it. */
  readonly text: string;
  /** Target after -j or -g; null where there is none, or it is not known. */
  readonly target: string | null;
}

/** One base chain's handling of one packet. */
export interface ChainPass {
  readonly hook: Hook;
  /** True for a chain of docknet's own, which stands first or last at its hook and does nothing. */
  readonly ownChain: boolean;
  readonly id: string;
  /** The interfaces it came in by and goes out by, as far as the hook knows them. */
  readonly in: string | null;
  readonly out: string | null;
  /** The packet as the chain got it. */
  readonly header: PacketHeader;
  readonly steps: readonly {
    readonly rule: NamedRule;
    /** In the words of iptables: ACCEPT, DROP, REJECT, RETURN, a chain's name. */ readonly verdict: string;
  }[];
  /** True where the packet went no further. */
  readonly dropped: boolean;
  /** False where the trace does not say how the chain ended: a message is missing. */
  readonly complete: boolean;
  /** Why a rule of it may be another than is said; absent where there is no doubt. */
  readonly caveat?: string;
}
