import { docknetVersion, type RunRecord } from '../../record/index.js';

import type { FinishedLeg } from './legs.js';
import type { Session } from './session.js';

/** The record of a session, or of one of its legs, that has a cell; null for one whose engine never came up. */
export function legRecord(
  { request, started, finished, aborted }: Session,
  { result }: FinishedLeg,
  id: string,
): RunRecord | null {
  if (result.cell === null) return null;
  return {
    schema: 'docknet-record/1',
    run: {
      id,
      started: started.toISOString(),
      finished: finished.toISOString(),
      milliseconds: finished.getTime() - started.getTime(),
      docknet: docknetVersion(),
      arguments: process.argv.slice(2),
      workers: request.workers,
      interrupted: aborted || result.unfit !== null,
      sabotaged: request.sabotaged,
      shard: request.shard,
      merged: [],
    },
    cell: result.cell,
    checks: result.checks,
  };
}
