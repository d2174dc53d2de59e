import type { FirewallSnapshot, TracedCounts } from '../netfilter/index.js';
import type { Frame, Journey } from '../journey/index.js';
import type { CheckRecord, RuleReference } from '../record/index.js';

/** The outcome of something that `when` asked of the engine. */
export interface EngineAction {
  readonly kind: 'engine';
  /** The number of the action within its check. */
  readonly number: number;
  /** As a person would type it: "docker start web-x7k2". */
  readonly command: string;
  readonly ok: boolean;
  /** The engine's error text; empty if it succeeded. */
  readonly error: string;
}

/** What one firewall is judged from. */
export interface FirewallEvidence {
  /** Its tables just before and just after the traffic. */
  readonly before: FirewallSnapshot;
  readonly after: FirewallSnapshot;
  /** Counts packets by rule in the kernel's trace; absent if nothing was traced. */
  readonly traced?: () => TracedCounts;
  /** True on the machine's own engine: others may have used the rules meanwhile. */
  readonly shared: boolean;
}

/**
 * What a check is judged from besides the frames: the docker host's firewall, the recorder's proof, the engine's
 * failures.
 */
export interface Evidence extends FirewallEvidence {
  /** The routers' firewalls by their keys; absent if there is none. */
  readonly routers?: Readonly<Record<string, FirewallEvidence>>;
  readonly proof: Proof;
  /** What the engine failed in during `when`. */
  readonly engineFailures?: readonly EngineAction[];
}

/** What the recorder says of its own recording. */
export interface Proof {
  /** Frames lost at any point. */
  readonly lost: number;
  /** Points that were not proven live from beginning to end. */
  readonly unproven: readonly { readonly point: string; readonly reason: string }[];
}

/** The result of one expectation. */
export interface Finding {
  readonly held: boolean;
  /** One sentence: what was seen. */
  readonly seen: string;
  /** True if the line is about a rule that is not documented for the engine's backend; it is not judged then. */
  readonly undocumented?: boolean;
  /** Table and chain that it needs and the firewall lacks. */
  readonly missingChain?: string;
  readonly frames?: readonly number[];
  readonly rules?: readonly RuleReference[];
}

/** Reads a recording frame by frame, so that a recording of any length can be judged. */
export interface Watch {
  /** Takes every frame but docknet's own markers, in time order. */
  readonly see?: (frame: Frame) => void;
  /** Takes every packet with all its hops, in the order of their first frames. */
  readonly follow?: (journey: Journey) => void;
  /** Returns the result, after the last frame. */
  readonly finding: () => Finding;
}

/**
 * What a line or a claim is about: frames, answers and what a container finds, or how the firewall is built (chains,
 * positions, counters).
 */
export type About = CheckRecord['about'];

interface Line {
  /** One sentence: what is expected. */
  readonly expected: string;
  /** What it is about; absent for what the check's claim is about. */
  readonly about?: About;
  /** True for a line about rules without which behaviour as expected proves nothing. */
  readonly guard?: boolean;
  /** The number of the engine action that it is about. */
  readonly engineAction?: number;
}

/** An expectation that is judged without the frames. */
export interface FactExpectation extends Line {
  readonly judge: (evidence: Evidence) => Finding;
  /** True for a line about a rule of the engine's that is written for iptables alone. */
  readonly iptablesOnly?: boolean;
  /** The points it is about, if it stands for frames. */
  readonly points?: readonly string[];
  readonly frames?: 'seen' | 'absent';
  readonly watch?: undefined;
}

/** An expectation about frames. */
export interface FrameExpectation extends Line {
  readonly about: 'behaviour';
  readonly watch: () => Watch;
  /** The points it is about. */
  readonly points: readonly string[];
  /**
   * Whether a frame must be there ("seen") or must not ("absent"). An "absent" that holds proves something only if an
   * expected frame was seen at the same point: its positive control.
   */
  readonly frames: 'seen' | 'absent';
}

/** One line of `expect`. */
export type Expectation = FactExpectation | FrameExpectation;
