import type { MatrixRecord, RunRecord, Shard } from '../../record/index.js';
import type { EvidenceSource } from '../../results/page/evidence-ahead.js';
import type { Terminal } from '../../cli/terminal/paint.js';
import type { NamedEngine } from '../../cli/run/choose-engine.js';

export interface SessionRequest {
  readonly ids: readonly string[];
  /** Directories of checks beside docknet's own. */
  readonly suites: readonly string[];
  /** One or more; several make a matrix. */
  readonly engines: readonly NamedEngine[];
  /** The part of all checks that the ids are; null for all. */
  readonly shard: Shard | null;
  /** The reports directory; the run gets one of its own in it. */
  readonly output: string;
  /** Labs at once, over all engines. */
  readonly workers: number;
  /** Milliseconds an engine has to come up. */
  readonly engineWithin: number;
  readonly sabotaged: boolean;
  /** Where fetched engines are kept. */
  readonly engineCache: string;
  /** "legacy" for labs whose iptables is the legacy one; null for what is chosen where the engine is from. */
  readonly iptables: 'legacy' | null;
  /** Whether a run on an engine of this version will be compared with another, so that its page says where. */
  readonly isCompared: (version: string) => Promise<boolean>;
  /** Where progress and messages go. */
  readonly terminal: Terminal;
}

/** What came of a run on one engine. */
export interface LegResult {
  /** As the engine was named. */
  readonly name: string;
  /** null where no engine came up, so that there is no cell to record. */
  readonly record: RunRecord | null;
  readonly directory: string;
  /** What kept the run from its end, in words for a person. */
  readonly troubles: readonly string[];
  readonly status: number;
}

export interface SessionResult {
  /** One for each engine, in the order given. */
  readonly legs: readonly LegResult[];
  /** null for a run on one engine. */
  readonly matrix: MatrixRecord | null;
  readonly directory: string;
  /** Path of the page; null where there is nothing to show or it could not be written. */
  readonly page: string | null;
  /** What kept the session from its end, or its page from being written, in words for a person. */
  readonly troubles: readonly string[];
  /** The exit status of the design. */
  readonly status: number;
}

/** A session as it was: what is written down of it. */
export interface Session {
  readonly request: SessionRequest;
  readonly run: string;
  readonly directory: string;
  readonly started: Date;
  readonly finished: Date;
  readonly aborted: boolean;
  /** What lies beside the record, read while the run went on. */
  readonly evidenceOf: EvidenceSource;
}
