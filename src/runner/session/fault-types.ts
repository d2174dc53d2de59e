import type { Fault } from '../../fault/index.js';
import type { Cell, CheckRecord } from '../../record/index.js';
import type { RecordedFaults } from './fault-candidates.js';
import type { ControlCheck, FaultTrial } from './fault-trial.js';
import type { NamedEngine, SessionListener, SessionRequest } from './types.js';

/** What a session of faults runs: one engine, unharmed and with each fault. */
export interface FaultRequest extends Omit<SessionRequest, 'engines' | 'sabotaged' | 'shard'> {
  readonly engine: NamedEngine;
  readonly faults: readonly Fault[];
  readonly recorded: RecordedFaults;
  /** Whether to observe the unharmed engine, and to try every check of a fault's areas that the fault acts on. */
  readonly thorough: boolean;
  /** Returns an earlier run of an unharmed engine like this, which spares running it; null if there is none. */
  readonly baseline: (cell: Cell) => Promise<readonly EarlierCheck[] | null>;
  /** The number of checks that must notice a fault; no further ones run under it then. */
  readonly enough: number;
  /** An interrupted session to continue; null to begin one. */
  readonly earlier: FaultResult | null;
}

/** A check's verdict, how long it took in milliseconds, and what was left after it. */
export type EarlierCheck = Pick<CheckRecord, 'id' | 'verdict' | 'milliseconds' | 'leftovers'>;

/** What a session of faults has found, so far or in the end. */
export interface FaultResult {
  readonly directory: string;
  /** The cell of the unharmed engine; null if it did not come up. */
  readonly cell: Cell | null;
  /** Why the unharmed engine could not be run. */
  readonly unfit: string | null;
  readonly control: readonly ControlCheck[];
  /** One for each finished fault, in the order of the faults. */
  readonly trials: readonly FaultTrial[];
  readonly interrupted: boolean;
}

/** Reports the progress of a session of faults. */
export interface FaultListener extends SessionListener {
  /** Every check has run on the unharmed engine. @param faults How many follow. */
  controlled(faults: number, result: FaultResult): Promise<void>;
  /** A fault is finished; `result` has everything so far. */
  tried(trial: FaultTrial, result: FaultResult): Promise<void>;
}
