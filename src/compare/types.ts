import type { CheckRecord, RunRecord } from '../record/types.js';

/** One point on a packet's way, in words that two labs share. */
export interface CanonicalHop {
  /** The point's name: `web.eth0`, `docker0`, `host.uplink`. */
  readonly point: string;
  /** What differs from the hop before: `source host`, `destination web:80`, `TTL 63`. At the first hop its TTL alone. */
  readonly changes: readonly string[];
}

/** What became of a kind of packet: every packet of that kind that went the same way is this one line. */
export interface CanonicalJourney {
  /** As first seen: `TCP SYN client → host:8080`. */
  readonly packet: string;
  readonly hops: readonly CanonicalHop[];
  /** The rule that is known to have ended it, with its table: `raw -A PREROUTING … -j DROP`; null where none is. */
  readonly end: string | null;
}

/** A chain of a firewall with roles in place of addresses and names. */
export interface CanonicalChain {
  /** Table and chain, `filter FORWARD`; of a router made by hand with its key before it, `gate: filter FORWARD`. */
  readonly name: string;
  /** `policy DROP` first where there is a policy, then the specifications in their order. */
  readonly rules: readonly string[];
}

/** How one check behaved, in a form in which two runs of the same engine are equal. */
export interface CheckBehaviour {
  /** What was expected, and whether it held. */
  readonly expectations: readonly { readonly text: string; readonly held: boolean }[];
  /** What came of each call, ping and lookup: `there: client’s request to host port 8080: answered`. */
  readonly outcome: readonly string[];
  /** Sorted, each once. */
  readonly journeys: readonly CanonicalJourney[];
  /** The firewall as the traffic met it. */
  readonly rules: readonly CanonicalChain[];
  /** Chains that were otherwise after the traffic; one that was gone has no rules and no policy. */
  readonly rulesAfter: readonly CanonicalChain[];
  /** Rules and policies that drop or reject, and counted during the traffic. */
  readonly drops: readonly string[];
}

/** One of two runs that are compared. */
export interface Side {
  /** What to call it: an engine's version, or a run's id where both have the same. */
  readonly name: string;
  readonly record: RunRecord;
  /** By check id; a check without an entry left no evidence, or none that can be read. */
  readonly behaviours: ReadonlyMap<string, CheckBehaviour>;
  /** By check id, of which engines docknet knows the deviation that it knows of this one: `>=28.0.0`. Absent where nobody looked. */
  readonly knownOn?: ReadonlyMap<string, string>;
  /** Ids of checks that upgrade the engine they begin with: their packets are those of an upgrade. Absent where nobody looked. */
  readonly upgrading?: ReadonlySet<string>;
}

/** Runs that lie between the two that are compared: of engines between theirs on the same kernel, or of one engine on kernels between theirs. */
export interface Between {
  readonly of: 'engine' | 'kernel';
  /** Oldest first. */
  readonly sides: readonly Side[];
  /** What keeps runs between from telling anything, for a reader; null where nothing does. */
  readonly unknown: string | null;
}

/** Since when a change is so, as far as runs between tell. */
export interface Since {
  readonly of: Between['of'];
  /** Between which two it turned: it was not so with `after`, and was with `by`. Several where it turned more than once. */
  readonly spans: readonly { readonly after: string; readonly by: string }[];
  /** A clause for an operator: `not yet so on 26.1.5`. */
  readonly words: string;
}

/**
 * What changed for a check.
 *
 * - regression: the claim held on the base and does not on the candidate, or a known deviation is no longer the known one
 * - fix: the claim did not hold on the base, and does on the candidate
 * - changed: the verdict is the same; packets, or what came of the traffic, are not
 * - rules: the behaviour is the same, and the firewall's rules are not
 * - undecided: error or inconclusive on one side, so that nothing can be said of the behaviour
 * - added, vanished: only one side has the check
 * - incomparable: not applicable on one side, or what was done differs: there is nothing to be compared, and nothing is wrong
 */
export type ChangeKind =
  'regression' | 'fix' | 'changed' | 'rules' | 'undecided' | 'added' | 'vanished' | 'incomparable';

/** One packet on both sides; null where a side has no such packet. */
export interface JourneyPair {
  readonly base: CanonicalJourney | null;
  readonly candidate: CanonicalJourney | null;
  /** Index of the first hop that differs, 0 where one side has no such packet. */
  readonly parts: number;
}

/** A chain on both sides; null where a side has no such chain. */
export interface ChainPair {
  readonly name: string;
  readonly base: readonly string[] | null;
  readonly candidate: readonly string[] | null;
}

/** What changed for one check, and what it stands on. */
export interface Change {
  readonly kind: ChangeKind;
  readonly id: string;
  readonly title: string;
  /** One sentence for an operator. */
  readonly sentence: string;
  /** The record's entry on each side; null where a side has no such check. */
  readonly base: CheckRecord | null;
  readonly candidate: CheckRecord | null;
  /** Packets that differ, requests before answers. */
  readonly journeys: readonly JourneyPair[];
  /** Expectations that held on one side alone. */
  readonly lost: readonly string[];
  readonly gained: readonly string[];
  /** Outcomes that one side alone has. */
  readonly outcomes: { readonly base: readonly string[]; readonly candidate: readonly string[] };
  /** Whether somebody is answered on one side alone: on the base (`lost`), on the candidate (`gained`). */
  readonly reach: 'lost' | 'gained' | null;
  /** Chains that differ. */
  readonly chains: readonly ChainPair[];
  /** Since when it is so; null where no run between tells. */
  readonly since: Since | null;
}

/** Two runs side by side. */
export interface Comparison {
  readonly base: Side;
  readonly candidate: Side;
  /** By kind in the order of `changeKinds`, in each those first that changed who is answered, then as the candidate's record has them. */
  readonly changes: readonly Change[];
  /** Checks that are on both sides and alike in all. */
  readonly same: number;
  /** What a reader must know before trusting it: an interrupted run, checks without evidence. */
  readonly notes: readonly string[];
}
