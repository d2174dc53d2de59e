import type { RecordingSummary } from '../capture/index.js';
import type { EngineClient, EngineDescription } from '../engine/index.js';
import type { Journey, LocalPoints } from '../journey/index.js';
import type { Annotator } from './annotator.js';
import type { JourneyFilter } from './journey-filter.js';
import type { KeptRules } from './rule-tracer.js';
import type { Notice, TracePoint } from './types.js';

/** A trace request. */
export interface TraceRequest {
  readonly engine: EngineClient;
  /** Names or ids of containers. */
  readonly containers: readonly string[];
  /** Names or ids of networks, all of whose containers are traced. */
  readonly networks: readonly string[];
  /** A libpcap filter, applied at each point by itself; empty for everything. */
  readonly filter: string;
  /** Bytes kept of each frame; null for all. */
  readonly snapLength: number | null;
  /** Milliseconds after which the trace ends; null for no limit. */
  readonly durationMs: number | null;
  /** Run in the first container once every point is recorded; the trace ends with it. Empty for none. */
  readonly command: readonly string[];
  /**
   * An id of the trace's own, to record which rules handle packets: a table with this id in its name turns on the
   * kernel's trace for the containers' packets. Null if nothing may be added to the machine's firewall.
   */
  readonly rules: string | null;
}

/** Receives the events of a running trace. */
export interface TraceListener {
  /** Called before docknet's own table is added to the machine's firewall. */
  beforeRules(change: FirewallAddition): void;
  /** Every point that was found is recorded from now on. */
  armed(points: readonly TracePoint[]): void;
  /** Finished journeys of the traced containers, in order of first frame. */
  journeys(journeys: readonly Journey[]): void;
  /** Frames that are recorded but not shown: they came faster than they can be. */
  skipped(frames: number): void;
  notice(notice: Notice): void;
  /** Output of the command. */
  output(text: string): void;
}

/** What a trace with rules adds to the machine's firewall. */
export interface FirewallAddition {
  /** Name of the table, in the family inet. */
  readonly table: string;
  /** Packets a second that are traced at most. */
  readonly packetsPerSecond: number;
  /** True if there are tables of legacy iptables: traced packets are then reported through nfnetlink_log. */
  readonly legacy: boolean;
  /** Whether only packets that the filter may accept are traced; null without a filter. */
  readonly preFiltered: boolean | null;
}

/** Why a trace ended: Ctrl-C, its duration, its command's end, or a failure. */
export type TraceEnd = 'asked' | 'time' | 'command' | 'failure';

/** Why a trace ended, for its summary and its page. */
export const traceEndWords: Readonly<Record<TraceEnd, string>> = {
  asked: 'stopped by hand',
  time: 'time limit reached',
  command: 'the command exited',
  failure: 'the recording failed',
};

/** The result of a trace. */
export interface TraceResult {
  readonly engine: EngineDescription;
  /** Names of the traced containers. */
  readonly containers: readonly string[];
  readonly points: readonly TracePoint[];
  /**
   * When every point found at the start was recorded, nanoseconds since the epoch. Earlier frames are half of what
   * passed.
   */
  readonly armed: bigint;
  readonly notices: readonly Notice[];
  readonly started: Date;
  readonly milliseconds: number;
  readonly end: TraceEnd;
  /** The command's exit status; null without a command, or if the trace ended before it. */
  readonly status: number | null;
  /** null if the recording failed. */
  readonly summary: RecordingSummary | null;
  /** Why the recording ended early; null if it did not. The recording can be read up to there. */
  readonly failure: string | null;
  /** Frames in the recording, except for docknet's own markers. */
  readonly frames: number;
  /** Frames that were recorded and not shown. */
  readonly skipped: number;
  /** The kernel's trace and the firewall's listings; null if rules were not requested or could not be listed. */
  readonly rules: KeptRules | null;
  /** Creates a filter for the traced containers' journeys, without flows learnt so far. */
  readonly createFilter: () => JourneyFilter;
  /** Empty if points came or went during the trace: an address may then have been reached unseen. */
  readonly localPoints: LocalPoints;
  /** Names of addresses: containers, and the machine's own. */
  readonly names: ReadonlyMap<string, string>;
  /** Annotates the recording since it became long; null if it did not. */
  readonly annotator: Annotator | null;
}
