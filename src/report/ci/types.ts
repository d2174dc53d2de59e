import type { ComparedRun, Comparison } from '../../compare/index.js';
import type { RunRecord } from '../../record/index.js';
import type { CheckEvidence } from '../types.js';

/** The comparison of a cell with a baseline. */
export interface CiComparison {
  readonly comparison: Comparison;
  /** The baseline's name. */
  readonly baseline: string;
  /** False for the nearest baseline, whose regressions do not fail a run. */
  readonly requested: boolean;
}

/** One cell of a run, as the reports for CI show it. */
export interface CiCell {
  /** The engine as it was named on the command line. */
  readonly name: string;
  /** Where the record's paths begin, relative to the run's directory: empty, or the cell's directory and a slash. */
  readonly directory: string;
  /** null if no engine came up. */
  readonly record: RunRecord | null;
  /** Evidence of the checks to draw (see `needsEvidence`), by id. */
  readonly evidence: ReadonlyMap<string, CheckEvidence>;
  /** True if it ran only checks that differ between the others. */
  readonly explains?: boolean | undefined;
  /** The run with its checks' packets, to compare with those of the other cells. */
  readonly run?: ComparedRun | undefined;
  /** null if the cell was compared with nothing. */
  readonly comparison: CiComparison | null;
}

/** Why a run is missing, or not whole. */
export interface Problem {
  readonly kind: 'environment' | 'interrupted';
  readonly text: string;
}

/** A run or a matrix, as the reports for CI show it. */
export interface CiReport {
  /** docknet's version. */
  readonly docknet: string;
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly finished: string;
  readonly cells: readonly CiCell[];
  readonly problems: readonly Problem[];
  /** Whether rules other than those documented count as deviations. */
  readonly strictRules: boolean;
  /** Address of the uploaded report, encoded (`URL.href`); null without one. */
  readonly artifact: string | null;
}
