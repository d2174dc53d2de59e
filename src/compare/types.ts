import type { Attribution } from './attribution.js';
import type { CheckRecord, ExpectationRecord, LeftoverGroup, RunRecord } from '../record/index.js';

/** One point on a packet's path, in names that are equal in every lab. */
export interface CanonicalHop {
  /** The point's name: `web.eth0`, `docker0`, `host.uplink`. */
  readonly point: string;
  /**
   * What differs from the hop before: `source host`, `destination web:80`, `TTL 63`. At the first hop its TTL alone.
   */
  readonly changes: readonly string[];
}

/** The path of a kind of packet; every packet of that kind with the same path is this one entry. */
export interface CanonicalJourney {
  /** As first seen: `TCP SYN client → host:8080`. */
  readonly packet: string;
  readonly hops: readonly CanonicalHop[];
  /** The rule known to have ended it, with its table: `raw -A PREROUTING … -j DROP`; null if none is known. */
  readonly end: string | null;
}

/** A firewall chain with roles in place of addresses and names. */
export interface CanonicalChain {
  /** Table and chain, `filter FORWARD`; a router's with its key, `gate: filter FORWARD`. */
  readonly name: string;
  /** `policy DROP` first if there is a policy, then the specifications in their order. */
  readonly rules: readonly string[];
}

/** How one check behaved, in a form in which two runs of the same engine are equal. */
export interface CheckBehaviour {
  readonly expectations: readonly (Pick<ExpectationRecord, 'held' | 'about'> & { readonly text: string })[];
  /** The result of each call, ping and lookup: `there: client’s request to host port 8080: answered`. */
  readonly outcome: readonly string[];
  /** Sorted, each once. */
  readonly journeys: readonly CanonicalJourney[];
  /** The firewall before the traffic. */
  readonly rules: readonly CanonicalChain[];
  /** Chains that changed during the traffic; a removed one has no rules and no policy. */
  readonly rulesAfter: readonly CanonicalChain[];
  /** Rules and policies that drop or reject, and counted during the traffic. */
  readonly drops: readonly string[];
}

/** A run that is compared. */
export interface ComparedRun {
  /** The engine as `describeEngine` names it; with the kernel's release or the run's id if both runs have the same. */
  readonly name: string;
  readonly record: RunRecord;
  /** By check id; a check without an entry has no readable evidence. */
  readonly behaviours: ReadonlyMap<string, CheckBehaviour>;
  /** The range of engines of each known deviation of this run, by check id: `>=28.0.0`. Absent if not looked up. */
  readonly knownOn?: ReadonlyMap<string, string>;
  /** Ids of checks that upgrade the engine they start with. Absent if not looked up. */
  readonly upgrading?: ReadonlySet<string>;
}

/** The two runs of a comparison. */
export interface RunPair {
  readonly base: ComparedRun;
  readonly candidate: ComparedRun;
}

/** Runs between base and candidate: of engines between theirs on one kernel, or of one engine on kernels between. */
export interface RunsBetween {
  readonly of: 'engine' | 'kernel';
  /** Oldest first. */
  readonly runs: readonly ComparedRun[];
  /** Why these runs cannot date a change, for a reader; null if they can. */
  readonly caveat: string | null;
}

/** When a change came, as far as runs between show. */
export interface Since {
  readonly of: RunsBetween['of'];
  /** The change came between `after` and `by`. Several if it came and went. */
  readonly spans: readonly { readonly after: string; readonly by: string }[];
  /** A clause for an operator: `not yet so on 26.1.5`. */
  readonly text: string;
}

/**
 * What changed for a check.
 *
 * - regression: a claim about behaviour held in the base and does not in the candidate, or a known deviation is now
 *   another one
 * - fix: a claim about behaviour did not hold in the base, and does in the candidate
 * - changed: the verdict is the same; packets or outcomes are not
 * - rules: the behaviour is the same; the firewall's rules, or a claim about them, are not
 * - undecided: error or inconclusive in one run
 * - added, vanished: only one run has the check
 * - incomparable: not applicable in one run, or upgraded from another engine
 */
export type ChangeKind =
  'regression' | 'fix' | 'changed' | 'rules' | 'undecided' | 'added' | 'vanished' | 'incomparable';

/** One packet in both runs; null if a run has no such packet. */
export interface JourneyPair {
  readonly base: CanonicalJourney | null;
  readonly candidate: CanonicalJourney | null;
  /** Index of the first hop that differs; 0 if one run has no such packet. */
  readonly divergesAt: number;
}

/** A chain in both runs; null if a run has no such chain. */
export interface ChainPair {
  readonly name: string;
  readonly base: readonly string[] | null;
  readonly candidate: readonly string[] | null;
}

/** What changed for one check, and the evidence. */
export interface Change {
  readonly kind: ChangeKind;
  readonly id: string;
  readonly title: string;
  /** One sentence for an operator, which calls the runs base and candidate. */
  readonly sentence: string;
  /** The check's entry in each record; null if a run has no such check. */
  readonly base: CheckRecord | null;
  readonly candidate: CheckRecord | null;
  /** Packets that differ, requests before answers. */
  readonly journeys: readonly JourneyPair[];
  /** Expectations that held in one run alone. */
  readonly lost: readonly string[];
  readonly gained: readonly string[];
  /** Expectations about rules that held in one run alone. */
  readonly rules: { readonly lost: readonly string[]; readonly gained: readonly string[] };
  /** Outcomes that one run alone has. */
  readonly outcomes: { readonly base: readonly string[]; readonly candidate: readonly string[] };
  /** Whether a call is answered in one run alone: the base (`lost`), the candidate (`gained`). */
  readonly reach: 'lost' | 'gained' | null;
  /** Chains that differ. */
  readonly chains: readonly ChainPair[];
  /** When the change came; null if no run between shows it. */
  readonly since: Since | null;
  /** Whether it follows the engine or the kernel; null if all runs are on one kernel. */
  readonly attribution: Attribution | null;
}

/** Two runs compared check by check. */
export interface Comparison extends RunPair {
  /** In the order of `changeKinds`; in each kind changes of reach first, then in the candidate's order. */
  readonly changes: readonly Change[];
  /** Number of checks that both runs have and that are equal in all. */
  readonly same: number;
  /** What the engine left behind in the candidate, and not in the same checks of the base. */
  readonly leftovers: readonly LeftoverGroup[];
  /** Caveats: other settings of the engine, an interrupted run, checks without evidence. */
  readonly notes: readonly string[];
}
