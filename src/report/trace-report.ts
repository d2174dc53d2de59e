import type { Journey } from '../journey/index.js';
import type { PointRecord } from '../record/index.js';

/** Everything a trace's page is made from. */
export interface TraceReport {
  /** docknet's version. */
  readonly docknet: string;
  readonly engine: string;
  readonly kernel: string;
  /** Names of the containers that were followed. */
  readonly containers: readonly string[];
  /** As docknet was called. */
  readonly called: readonly string[];
  /** libpcap's filter; empty for none. */
  readonly filter: string;
  /** Bytes kept of each frame; null for all. */
  readonly snapLength: number | null;
  /** The command that was run; null for none. Its status is null where it did not end. */
  readonly command: { readonly words: readonly string[]; readonly status: number | null } | null;
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly milliseconds: number;
  /** Why it ended, in words. */
  readonly end: string;
  /** Points of the journeys that are shown, and how many there were in all. */
  readonly points: readonly PointRecord[];
  readonly pointsInAll: number;
  /** Journeys of the traced containers, in order of first sighting. */
  readonly journeys: readonly Journey[];
  /** Whether the firewall's rules were named, in words, and why there may be more of them; null where nothing is known against it. */
  readonly rules: string;
  readonly rulesCaveat: string | null;
  /** Frames in the recording, and how many of them, from its beginning, were looked at for this page. */
  readonly frames: number;
  readonly looked: number;
  /** Journeys among those that were none of the traced containers'. */
  readonly others: number;
  /** Journeys of which a bridge sent copies that are left out of the drawing; see flood.ts. */
  readonly floods: number;
  /** The containers whose packets are drawn, and how many packets of others are not; null where all are. */
  readonly few: { readonly drawn: readonly string[]; readonly leftOut: number } | null;
  readonly lost: number;
  /** What ended the recording early; null where nothing did. */
  readonly failure: string | null;
  readonly notices: readonly { readonly time: bigint; readonly text: string }[];
  /** What addresses are called. */
  readonly names: ReadonlyMap<string, string>;
  /** The recording's path, relative to the page. */
  readonly recording: string;
}
