import { resolve } from 'node:path';
import type { CheckRecord } from '../../record/index.js';
import type { CheckEvidence } from '../../report/index.js';
import { checkEvidence } from './check-evidence.js';

/** Reads what lies beside a record for one of its checks; `checkEvidence` is one. */
export type EvidenceSource = (directory: string, check: CheckRecord) => Promise<CheckEvidence>;

/**
 * Reads evidence while a run goes on, as its checks end: the page, which one process writes when all others have ended, then need not
 * wait for that.
 */
export class EvidenceAhead {
  private readonly read = new Map<string, Promise<CheckEvidence>>();

  /** Begins to read what lies beside a check that has just ended. @param directory The run's. */
  begin(directory: string, check: CheckRecord): void {
    this.read.set(resolve(directory, check.id), checkEvidence(directory, check));
  }

  /** What was read; of a check that has not been, it is read now. */
  readonly of: EvidenceSource = (directory, check) =>
    this.read.get(resolve(directory, check.id)) ?? checkEvidence(directory, check);
}
