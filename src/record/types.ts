/** Every verdict, those to look at first in front; see the README's "How to read a verdict". */
export const verdicts = [
  'deviates',
  'error',
  'inconclusive',
  'unexpected pass',
  'known deviation',
  'conforms',
  'not applicable',
] as const;

/** The verdict on a check. */
export type Verdict = (typeof verdicts)[number];

/** Tells whether the claim held; null where the check was not judged. */
export function claimHeld(verdict: Verdict): boolean | null {
  switch (verdict) {
    case 'conforms':
    case 'unexpected pass':
      return true;
    case 'deviates':
    case 'known deviation':
      return false;
    default:
      return null;
  }
}

/** What a run leaves behind, as `record.json`. The schema is `record.schema.json`. */
export interface RunRecord {
  readonly schema: 'docknet-record/2';
  readonly run: Run;
  readonly cell: Cell;
  readonly checks: readonly CheckRecord[];
}

export interface Run {
  /** nanoid, lower-case letters and digits. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly finished: string;
  readonly milliseconds: number;
  /** docknet's own version. */
  readonly docknet: string;
  /** The arguments docknet was called with. */
  readonly arguments: readonly string[];
  readonly workers: number;
  /** True where the run was stopped before its last check. */
  readonly interrupted: boolean;
  /** True for a run of `docknet prove`, in which every check ran under its sabotage. */
  readonly sabotaged: boolean;
  /** The part of the checks that the run was given with `--shard`; null for all of them. */
  readonly shard: Shard | null;
  /** Ids of the runs that `docknet merge` made this record from; none for a run of its own. */
  readonly merged: readonly string[];
}

/** One of several parts into which a run's checks are divided. */
export interface Shard {
  /** Counted from 1. */
  readonly number: number;
  readonly of: number;
}

/** The environment a record is from. */
export interface Cell {
  readonly engine: {
    readonly kind: 'private' | 'host' | 'directory';
    readonly version: string;
    readonly apiVersion: string;
    readonly containerd: string;
    readonly runc: string;
    /** Where dockerd was found; the directory for an engine from a directory. */
    readonly path: string;
    readonly settings: Readonly<Record<string, string>>;
  };
  readonly kernel: { readonly release: string; readonly version: string };
  readonly architecture: string;
  readonly system: string;
  readonly cpu: { readonly model: string; readonly count: number };
  readonly firewall: { readonly backend: 'nf_tables' | 'legacy'; readonly iptables: string; readonly nft: string };
  readonly cgroup: string;
  readonly sysctls: Readonly<Record<string, string>>;
}

export interface CheckRecord {
  /** `area/behaviour`. */
  readonly id: string;
  /** Directory of `--suites` that the check is from; null for docknet's own checks. */
  readonly suite: string | null;
  readonly title: string;
  readonly claim: Claim;
  readonly verdict: Verdict;
  /** Why, in one sentence. Empty for "conforms". */
  readonly reason: string;
  readonly expectations: readonly ExpectationRecord[];
  /** What a known deviation expects in place of the claim; empty where there is none for this engine. */
  readonly instead: readonly ExpectationRecord[];
  /** What was done, in order. */
  readonly steps: readonly Step[];
  readonly points: readonly PointRecord[];
  /** What `sabotage` did, null in a plain run. */
  readonly sabotage: string | null;
  readonly milliseconds: number;
  readonly evidence: Evidence;
}

export interface Claim {
  /** Short name: notes, iptables, tour, publish or moby. */
  readonly document: string;
  readonly section: string;
  readonly text: string;
}

/** One line of `then`: expected against seen. */
export interface ExpectationRecord {
  /** What was expected, in one sentence. */
  readonly expected: string;
  readonly held: boolean;
  /** What was seen, in one sentence. */
  readonly seen: string;
  /** True for a neverSaw without a positive control at its point: it proves nothing. */
  readonly inconclusive: boolean;
  /** Frames that settle it, as indices into the recording. */
  readonly frames: readonly number[];
  /** Rules that settle it. */
  readonly rules: readonly RuleReference[];
}

export interface RuleReference {
  readonly table: string;
  readonly chain: string;
  readonly position: number;
  /** As iptables -S prints it, `-A CHAIN …`. */
  readonly text: string;
  /** Packets counted during the traffic. */
  readonly packets: number;
}

/** A command or an action on the lab, with what came of it. */
export interface Step {
  readonly phase: 'given' | 'sabotage' | 'when';
  /** The place it happened at: `host`, `web`, `server`. */
  readonly place: string;
  /** As a person would type it there. */
  readonly command: string;
  readonly output: string;
  /** Exit status; null where there was no process or it was ended by a signal. */
  readonly status: number | null;
  readonly milliseconds: number;
}

export interface PointRecord {
  readonly name: string;
  /** The interface's name in its namespace. */
  readonly interface: string;
  /** Where it is along the path from a container outward. */
  readonly region: 'container' | 'host' | 'lan';
  /** Orders the points of one region, from a container outward. */
  readonly order: number;
  readonly frames: number;
  readonly dropped: number;
}

/** Paths relative to the record's directory; null where there is none. */
export interface Evidence {
  readonly recording: string | null;
  /** iptables-save -c before and after the traffic. */
  readonly firewallBefore: string | null;
  readonly firewallAfter: string | null;
  /** Places, addresses and what `when` returned: all `judge` needs beside the recording and the firewall. */
  readonly scene: string | null;
  /** The engine's log during the check. */
  readonly engineLog: string | null;
  /** What the kernel said of the rules that handled the packets, and nft's listings with the rules' handles; see src/netfilter/trace-file.ts. */
  readonly trace: string | null;
}
