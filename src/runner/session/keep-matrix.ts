import { rm } from 'node:fs/promises';
import { docknetVersion, exitStatus, readMatrix, writeMatrix, type MatrixRecord } from '../../record/index.js';
import { writeMatrixPages } from '../../results/page/write-matrix-pages.js';

import { Attempts } from './attempts.js';
import { giveToCaller } from './give-to-caller.js';
import { missingOfKernel } from './keep-run.js';
import { legRecord } from './leg-record.js';
import type { FinishedLeg } from './legs.js';
import { newRunId } from './run-id.js';
import type { LegResult, Session, SessionResult } from './session.js';
import { saveRecord } from './save-record.js';

/** Writes down what came of a run on several engines: a record for each, the matrix, and its page. What cannot be written is said. */
export async function keepMatrix(session: Session, legs: readonly FinishedLeg[]): Promise<SessionResult> {
  const { directory, aborted, request, started, finished, run } = session;
  const attempts = new Attempts();
  const kept: LegResult[] = [];
  for (const leg of legs) kept.push(await keepLeg(session, leg, attempts));
  if (kept.every(({ record }) => record === null)) {
    await rm(directory, { recursive: true, force: true });
    const troubles = [
      ...kept.flatMap((leg) => leg.troubles.map((trouble) => `${leg.name}: ${trouble}`)),
      ...(aborted ? [] : await missingOfKernel()),
    ];
    return { legs: kept, matrix: null, directory, page: null, troubles, status: aborted ? 130 : 3 };
  }
  const matrix: MatrixRecord = {
    schema: 'docknet-matrix/1',
    run: {
      id: run,
      started: started.toISOString(),
      finished: finished.toISOString(),
      milliseconds: finished.getTime() - started.getTime(),
      docknet: docknetVersion(),
      arguments: process.argv.slice(2),
      workers: request.workers,
      interrupted: aborted || kept.some(({ record }) => record?.run.interrupted !== false),
      sabotaged: request.sabotaged,
      shard: request.shard,
      merged: [],
    },
    legs: kept.map(({ name, record, troubles }, n) => ({
      name,
      directory: record === null ? null : (legs[n]?.directory ?? null),
      run: record?.run.id ?? null,
      trouble: troubles[0] ?? null,
    })),
    troubles: [],
  };
  const saved = await attempts.of(() => writeMatrix(directory, matrix));
  const page =
    saved === null
      ? null
      : await attempts.of(async () =>
          writeMatrixPages(await readMatrix(directory), request.isCompared, session.evidenceOf),
        );
  await attempts.of(() => giveToCaller(directory));
  const troubles = [
    ...kept.flatMap((leg) => leg.troubles.map((trouble) => `${leg.name}: ${trouble}`)),
    ...attempts.troubles,
  ];
  return {
    legs: kept,
    matrix,
    directory,
    page,
    troubles,
    status: aborted ? 130 : worst([...kept.map(({ status }) => status), attempts.failed ? 3 : 0]),
  };
}

async function keepLeg(session: Session, leg: FinishedLeg, attempts: Attempts): Promise<LegResult> {
  const {
    name,
    path: directory,
    result: { unfit },
  } = leg;
  const record = legRecord(session, leg, newRunId());
  const troubles = unfit === null ? [] : [unfit];
  if (record === null) await rm(directory, { recursive: true, force: true });
  else await attempts.of(() => saveRecord(directory, record));
  return { name, record, directory, troubles, status: record === null || unfit !== null ? 3 : exitStatus(record) };
}

/**
 * The status of several: an interruption before all, then a deviation, which stands whatever kept another engine from coming up or
 * broke another check.
 */
export function worst(statuses: readonly number[]): number {
  return [130, 1, 3, 4].find((status) => statuses.includes(status)) ?? 0;
}
