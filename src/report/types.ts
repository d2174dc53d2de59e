/** What each page is made from. The pages read no file: their callers pass in everything. */
import type { ComparedRun, Comparison } from '../compare/index.js';
import type { Journey } from '../journey/index.js';
import type { CheckRecord, MatrixRecord, PointRecord, RunRecord, Verdict } from '../record/index.js';

/** Returns the SHA-256 of a text's UTF-8 bytes in base64, for the page's Content-Security-Policy. */
export type Sha256 = (text: string) => string;

/** A firewall rule that changed or counted between a check's two snapshots. */
export interface FirewallChange {
  /** As `iptables -S` prints it: `-A CHAIN …`; a rule of nftables as nft does. */
  readonly text: string;
  readonly kind: 'added' | 'removed' | 'moved' | 'counted';
  readonly table: string;
  readonly chain: string;
  /** Packets it counted during the traffic. */
  readonly packets: number;
}

/** The evidence of one check beside the record, already read. */
export interface CheckEvidence {
  /** Journeys joined from the recording, without docknet's own markers. */
  readonly journeys: readonly Journey[];
  /** Frames in the whole recording, including those left out of `journeys`. */
  readonly frames: number;
  /** Names of addresses: `web`, `host`, `docker0`. */
  readonly names?: ReadonlyMap<string, string>;
  readonly firewallChanges: readonly FirewallChange[];
  /** The hook and priority of nftables' base chains, by table and chain: `forward, priority 0`. Absent for none. */
  readonly hooks?: ReadonlyMap<string, string>;
  /** Why the evidence could not be read in full; null if it was. */
  readonly problem: string | null;
}

/** Links to other pages, relative to this one; a page without a neighbour has no link to it. */
export interface PageLinks {
  /** The list of runs. */
  readonly runs?: string;
  /** The matrix whose cell this run is. */
  readonly matrix?: string;
  /** The comparison of this run with another. */
  readonly comparison?: string;
}

/** A run and its evidence. */
export interface ReportInput extends PageLinks {
  readonly record: RunRecord;
  /** By check id. A check without an entry is shown from the record alone. */
  readonly evidence: ReadonlyMap<string, CheckEvidence>;
}

/** One entry of the list of runs. */
export interface RunSummary {
  readonly id: string;
  /** The run's directory, relative to the list. */
  readonly directory: string;
  /** ISO 8601, UTC. */
  readonly started: string;
  /** The cell in one line: engine, kernel, firewall, architecture. */
  readonly cell: string;
  /** Checks by verdict; an absent verdict counts 0. */
  readonly counts: Readonly<Partial<Record<Verdict, number>>>;
  /** Why the run cannot be shown (a damaged record, for example); null if it can. */
  readonly problem: string | null;
}

/** A comparison, with links to the two runs' pages; null for a run without pages (a baseline). */
export interface ComparisonInput {
  readonly comparison: Comparison;
  readonly pages: { readonly base: string | null; readonly candidate: string | null };
  /** Link to the list of comparisons it belongs to. */
  readonly list?: string | null;
}

/** One entry of a list of comparisons. */
export interface ListedComparison {
  /** The cell's name in its matrix; null without one. */
  readonly cell: string | null;
  readonly comparison: Comparison;
  /** File name of the comparison's page, beside the list. */
  readonly file: string;
}

/** One cell of a matrix: a run on one engine. */
export interface MatrixColumn {
  /** The engine as it was named on the command line. */
  readonly name: string;
  /** The run's directory, relative to the matrix's page; null without pages. */
  readonly directory: string | null;
  /** null where there is no readable record. */
  readonly record: RunRecord | null;
  /** By check id. */
  readonly evidence: ReadonlyMap<string, CheckEvidence>;
  /** Path of the page that compares the run with another, relative to the matrix's page. */
  readonly comparison?: string;
  /** Why the run as a whole failed; null if it did not. */
  readonly error: string | null;
  /** True if it ran only checks that differ between the others. */
  readonly explains?: boolean | undefined;
  /** The run with its checks' packets, to compare with those of the other columns. */
  readonly run?: ComparedRun | undefined;
}

export interface MatrixInput {
  readonly matrix: MatrixRecord;
  readonly columns: readonly MatrixColumn[];
  /** Link to the list of runs. */
  readonly runs?: string;
  /** Link to the bisection whose trials these are. */
  readonly bisection?: string;
}

/** One version of a bisection. */
export interface BisectionTrial {
  /** The engine's version, or the kernel's. */
  readonly version: string;
  /** The engine or kernel as it was named: `debian:forky`. */
  readonly engine: string;
  readonly result: 'good' | 'bad' | 'stepped over' | 'not tried';
  /** null without a record. */
  readonly verdict: Verdict | null;
  /** Why it was stepped over, or the verdict's reason; may be empty. */
  readonly reason: string;
  /** Its run's directory, relative to the page; null without a record. */
  readonly directory: string | null;
}

/** The check on the last good or the first bad version. */
export interface BisectionEnd {
  readonly version: string;
  readonly check: CheckRecord;
  readonly evidence: CheckEvidence;
  /** Indexes of frames of packets that the other end does not have on the same path. */
  readonly differing: readonly number[];
  /** Its run's directory, relative to the page. */
  readonly directory: string;
}

/** A bisection that found where a check changed. */
export interface BisectionInput {
  /** docknet's version. */
  readonly docknet: string;
  readonly check: Pick<CheckRecord, 'id' | 'title'>;
  /** What its versions are of. */
  readonly of: 'engine' | 'kernel';
  /** `first bad version: 29.7.2 (29.4.2 is good)` */
  readonly headline: string;
  /** What changed from the last good to the first bad version, which it calls base and candidate. */
  readonly change: string;
  /** From the good version to the bad one. */
  readonly trials: readonly BisectionTrial[];
  readonly ends: readonly [lastGood: BisectionEnd, firstBad: BisectionEnd];
}

/** A trace, with the part of its recording that the page draws. */
export interface TraceReport {
  /** docknet's version. */
  readonly docknet: string;
  readonly engine: string;
  readonly kernel: string;
  /** Names of the traced containers. */
  readonly containers: readonly string[];
  /** docknet's arguments. */
  readonly commandLine: readonly string[];
  /** libpcap filter; empty for none. */
  readonly filter: string;
  /** Bytes captured of each frame; null for all. */
  readonly snapLength: number | null;
  /** The command that was run; null for none. A null status means that it did not exit. */
  readonly command: { readonly words: readonly string[]; readonly status: number | null } | null;
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly milliseconds: number;
  /** Why the trace ended. */
  readonly endReason: string;
  /** Points of the drawn journeys. */
  readonly points: readonly PointRecord[];
  /** Number of recorded points. */
  readonly totalPoints: number;
  /** Journeys of the traced containers, in order of their first frame. */
  readonly journeys: readonly Journey[];
  /** `traced`, `not traced`, or `could not be listed`. */
  readonly rules: string;
  /** Why rules may be missing; null if none should be. */
  readonly rulesCaveat: string | null;
  /** Frames in the recording. */
  readonly frames: number;
  /** Frames read for this page, from the recording's start. */
  readonly readFrames: number;
  /** Journeys in these frames that belong to no traced container. */
  readonly unrelated: number;
  /** Packets flooded by a bridge, drawn without most of their copies (see removeFloodCopies). */
  readonly floods: number;
  /** The drawn containers, and how many packets of others are left out; null if all are drawn. */
  readonly selection: { readonly drawn: readonly string[]; readonly leftOut: number } | null;
  readonly lostFrames: number;
  /** Why the recording ended early; null if it did not. */
  readonly failure: string | null;
  /** What happened during the trace; `time` in nanoseconds since the epoch. */
  readonly notices: readonly { readonly time: bigint; readonly text: string }[];
  /** Names of addresses. */
  readonly names: ReadonlyMap<string, string>;
  /** The recording's path, relative to the page. */
  readonly recording: string;
}

/** What a page of faults shows. */
export interface FaultsInput {
  /** docknet's version. */
  readonly docknet: string;
  /** "20.10.24". */
  readonly engine: string;
  /** RFC 3339. */
  readonly started: string;
  readonly trials: readonly FaultTrialInput[];
  /** Checks that ran under faults and noticed none, by id. */
  readonly blind: readonly string[];
  /** How many faults are still to be tried; above 0 if it was interrupted. */
  readonly left: number;
}

/** What the checks noticed of one fault. */
export interface FaultTrialInput {
  readonly id: string;
  readonly what: string;
  readonly result: 'noticed' | 'by rules alone' | 'unnoticed' | 'without effect';
  /** How many checks could notice it. */
  readonly candidates: number;
  /** Those that ran under it, by id. */
  readonly ran: readonly string[];
  readonly noticedBy: readonly string[];
  readonly rulesNoticedBy: readonly string[];
  /** Checks that could not be judged under it. */
  readonly unsettled: readonly string[];
  /** Why no engine came up under it; null if one did. */
  readonly unfit: string | null;
}
