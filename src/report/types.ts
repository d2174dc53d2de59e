import type { Journey } from '../journey/index.js';
import type { RunRecord, Verdict } from '../record/index.js';

/** A rule of the firewall that changed or counted between the two snapshots of a check. */
export interface FirewallChange {
  /** As iptables -S prints it, `-A CHAIN …`. */
  readonly text: string;
  readonly kind: 'added' | 'removed' | 'moved' | 'counted';
  readonly table: string;
  /** Packets it counted during the traffic. */
  readonly packets: number;
}

/** What lies beside the record for one check, already read: rendering itself reads nothing. */
export interface CheckEvidence {
  /** Journeys joined from the recording, docknet's own markers excluded. */
  readonly journeys: readonly Journey[];
  /** Frames in the whole recording, in case some were left out of `journeys`. */
  readonly frames: number;
  /** What to call an address: `web`, `host`, `docker0`. Absent where nobody knows. */
  readonly names?: ReadonlyMap<string, string>;
  readonly firewallChanges: readonly FirewallChange[];
  /** What went wrong while the evidence was loaded, in words; null when all of it was read. */
  readonly problem: string | null;
}

/** Everything one page is made from. */
export interface ReportInput {
  readonly record: RunRecord;
  /** By check id. A check without an entry is shown from the record alone. */
  readonly evidence: ReadonlyMap<string, CheckEvidence>;
  /** Where the list of runs is, relative to this page; without it there is no link to it. */
  readonly runs?: string;
  /** Where the page is that compares the run with another, relative to this page; without it there is none. */
  readonly comparison?: string;
  /** Where the page of the matrix is that the run is a cell of, relative to this page; without it there is none. */
  readonly matrix?: string;
}

/** One run in the list of runs. */
export interface RunSummary {
  readonly id: string;
  /** The run's directory, relative to the list. */
  readonly directory: string;
  /** ISO 8601, UTC. */
  readonly started: string;
  /** The cell in one line: engine, kernel, firewall, architecture. */
  readonly cell: string;
  /** Checks by verdict; an absent verdict counts as none. */
  readonly counts: Readonly<Partial<Record<Verdict, number>>>;
  /** Why the run cannot be shown (a damaged record, say), in words; null when it can. */
  readonly problem: string | null;
}

/** SHA-256 of a text's UTF-8 bytes, in base64, for the page's content security policy. Passed in: this room does no I/O. */
export type Sha256 = (text: string) => string;
