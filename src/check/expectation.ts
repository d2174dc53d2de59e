import type { Snapshot } from '../netfilter/index.js';
import type { Journey, Frame } from '../journey/index.js';
import type { RuleReference } from '../record/index.js';

/** What is judged of one firewall. */
export interface FirewallEvidence {
  /** Its IPv4 tables just before and just after the traffic. */
  readonly before: Snapshot;
  readonly after: Snapshot;
  /** True where others than the check may have used it meanwhile: on the machine's own engine. */
  readonly shared: boolean;
}

/** What a check is judged from beside the frames: the docker host's firewall, and what the recorder says. */
export interface Evidence extends FirewallEvidence {
  /** The firewalls of the routers made by hand, by their keys; absent where there is none. */
  readonly routers?: Readonly<Record<string, FirewallEvidence>>;
  /** Whether the recording may be judged at all. */
  readonly proof: Proof;
}

/** What the recorder says of its own recording. */
export interface Proof {
  /** Frames lost at any point. */
  readonly lost: number;
  /** Points that were not proven live from beginning to end, with the reason in words. */
  readonly unproven: readonly { readonly point: string; readonly reason: string }[];
}

/** What an expectation found. */
export interface Finding {
  readonly held: boolean;
  /** One sentence: what was seen. */
  readonly seen: string;
  readonly frames?: readonly number[];
  readonly rules?: readonly RuleReference[];
}

/** Watches a recording while it is read, so that no recording is too long to be judged. */
export interface Watch {
  /** Is shown every frame but docknet's own markers, in time order. */
  readonly see?: (sighting: Frame) => void;
  /** Is shown every packet with its whole way, in order of first sighting. */
  readonly follow?: (journey: Journey) => void;
  /** What it found, when the recording is over. */
  readonly finding: () => Finding;
}

interface Line {
  /** One sentence: what is expected. */
  readonly expected: string;
}

/** A line of `then` that is judged from what is known beside the frames. */
export interface FactExpectation extends Line {
  readonly judge: (evidence: Evidence) => Finding;
  /** The points it speaks about, where it stands for frames. */
  readonly points?: readonly string[];
  readonly frames?: 'seen' | 'absent';
  readonly watch?: undefined;
}

/** A line of `then` about frames. */
export interface FrameExpectation extends Line {
  readonly watch: () => Watch;
  /** The points it speaks about. */
  readonly points: readonly string[];
  /**
   * Whether a frame must be there ("seen") or must not ("absent"). An "absent" that holds proves something only where a frame
   * that must be there was seen at the same point; that frame is its positive control.
   */
  readonly frames: 'seen' | 'absent';
}

/** One line of `then`. */
export type Expectation = FactExpectation | FrameExpectation;
