import type { RecordingSummary } from '../capture/index.js';
import type { EngineClient, EngineDescription } from '../engine/index.js';
import type { Journey } from '../journey/index.js';
import type { Annotator } from './annotator.js';
import type { JourneyFilter } from './interest.js';
import type { KeptRules } from './rule-watch.js';
import type { Notice, TracePoint } from './types.js';

/** What is to be traced. */
export interface TraceRequest {
  readonly engine: EngineClient;
  /** Names or ids of containers. */
  readonly containers: readonly string[];
  /** Names or ids of networks, all of whose containers are traced. */
  readonly networks: readonly string[];
  /** In libpcap's language; empty for everything. Each point is filtered by itself. */
  readonly filter: string;
  /** Bytes kept of each frame; null for all. */
  readonly snapLength: number | null;
  /** Milliseconds after which the trace ends; null for none. */
  readonly durationMs: number | null;
  /** Run in the first container once every point is recorded; the trace ends with it. Empty for none. */
  readonly command: readonly string[];
  /**
   * An id of the trace's own, by which the rules on the way are to be named: the kernel's trace is turned on for the containers'
   * packets by a table that is added to the machine's firewall and carries the id. Null where nothing may be added.
   */
  readonly rules: string | null;
}

/** Who looks on while a trace lasts. */
export interface TraceListener {
  /**
   * A table of docknet's own is about to be added to the machine's firewall, by which so many packets a second are traced; where
   * iptables is the legacy one, packets that are traced are told through nfnetlink_log meanwhile. `narrowed` where only packets are
   * traced that the filter may let through; null where there is no filter.
   */
  beforeRules(table: string, perSecond: number, legacy: boolean, narrowed: boolean | null): void;
  /** Every point that was found is recorded from now on. */
  armed(points: readonly TracePoint[]): void;
  /** Journeys that are over, in order of first sighting: those of the containers that are traced. */
  journeys(journeys: readonly Journey[]): void;
  /** So many frames are in the recording and are not shown: they came faster than they can be. */
  skipped(frames: number): void;
  notice(notice: Notice): void;
  /** What the command wrote. */
  output(text: string): void;
}

/** Why a trace ended. */
export type TraceEnd = 'asked' | 'time' | 'command' | 'failure';

/** Why a trace ended, for the terminal and the page. */
export const traceEndWords: Readonly<Record<TraceEnd, string>> = {
  asked: 'stopped by hand',
  time: 'time limit reached',
  command: 'the command exited',
  failure: 'the recording failed',
};

/** What came of a trace. */
export interface TraceResult {
  readonly engine: EngineDescription;
  /** Names of the containers that were followed. */
  readonly containers: readonly string[];
  readonly points: readonly TracePoint[];
  /** When every point that was found first was recorded, nanoseconds since the epoch: what was seen before is half of what passed. */
  readonly armed: bigint;
  readonly notices: readonly Notice[];
  readonly started: Date;
  readonly milliseconds: number;
  readonly end: TraceEnd;
  /** The command's exit status; null where there was none, or where the trace ended before it. */
  readonly status: number | null;
  /** null where the recording failed. */
  readonly summary: RecordingSummary | null;
  /** What ended the recording before it was stopped, in words; null where nothing did. What was recorded until then can be read. */
  readonly failure: string | null;
  /** Frames in the recording, docknet's own markers left out. */
  readonly frames: number;
  /** Frames that were recorded and not shown while the trace lasted. */
  readonly skipped: number;
  /** What was kept of the rules on the way; null where they were not asked for, or could not be listed. */
  readonly rules: KeptRules | null;
  /** Tells the traced containers' journeys from others', afresh. */
  readonly createFilter: () => JourneyFilter;
  /**
   * By address, the points at which a packet for it has come to its host; empty where points came or went while the trace
   * lasted, and of what was not recorded throughout nothing can be told.
   */
  readonly localPoints: ReadonlyMap<string, ReadonlySet<string>>;
  /** What addresses are called: containers' names, the machine's own. */
  readonly names: ReadonlyMap<string, string>;
  /** Annotates the recording since it had become long; null where it has not. */
  readonly annotator: Annotator | null;
}
