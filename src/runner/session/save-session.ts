import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  docknetVersion,
  ownTreeByCaller,
  recordFile,
  writeMatrix,
  writeRecord,
  type MatrixRecord,
  type Run,
  type RunRecord,
} from '../../record/index.js';
import type { CellResult } from '../schedule/cell-run.js';
import { newRunId } from './names.js';
import type { PlannedCell, SessionCell, SessionRequest, SessionResult } from './types.js';

/** When a session ran, and where its files go. */
interface SessionRun {
  readonly run: string;
  readonly directory: string;
  readonly started: Date;
  readonly finished: Date;
}

/**
 * Writes the record of each cell and, for several cells, the matrix. What cannot be written is listed in the result;
 * the rest is written. A cell without an environment leaves no directory.
 */
export async function saveSession(
  request: SessionRequest,
  session: SessionRun,
  planned: readonly PlannedCell[],
  results: readonly CellResult[],
): Promise<SessionResult> {
  const { directory } = session;
  const unsaved: string[] = [];
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (cause) {
      unsaved.push(cause instanceof Error ? cause.message : String(cause));
    }
  };
  const single = planned.length === 1;
  const cells: SessionCell[] = [];
  for (const [n, { name, path, explains }] of planned.entries()) {
    const result = results[n] ?? { cell: null, checks: [], unfit: null };
    const record = recordOf(request, { ...session, run: single ? session.run : newRunId() }, result);
    if (record === null) await rm(path, { recursive: true, force: true });
    else await attempt(() => saveRecord(path, record));
    cells.push({ name, record, directory: path, unfit: result.unfit, explains });
  }
  const interrupted = request.signal.aborted;
  if (cells.every(({ record }) => record === null)) {
    await rm(directory, { recursive: true, force: true });
    return { cells, matrix: null, directory, interrupted, unsaved };
  }
  const matrix = single ? null : matrixOf(request, session, planned, cells);
  if (matrix !== null) await attempt(() => writeMatrix(directory, matrix));
  await attempt(() => ownTreeByCaller(directory));
  return { cells, matrix, directory, interrupted, unsaved };
}

/** Returns the record of one cell; null if no engine came up. */
function recordOf(request: SessionRequest, session: SessionRun, { cell, checks, unfit }: CellResult): RunRecord | null {
  if (cell === null) return null;
  const interrupted = request.signal.aborted || unfit !== null;
  const run = { ...runOf(request, session, interrupted), ...(unfit === null ? {} : { unfit }) };
  return { schema: 'docknet-record/3', run, cell, checks };
}

function matrixOf(
  request: SessionRequest,
  session: SessionRun,
  planned: readonly PlannedCell[],
  cells: readonly SessionCell[],
): MatrixRecord {
  const interrupted = request.signal.aborted || cells.some(({ record }) => record?.run.interrupted !== false);
  return {
    schema: 'docknet-matrix/3',
    run: runOf(request, session, interrupted),
    cells: cells.map(({ name, record, unfit, explains }, n) => ({
      name,
      directory: record === null ? null : (planned[n]?.directory ?? null),
      run: record?.run.id ?? null,
      error: unfit,
      ...(explains ? { explains } : {}),
    })),
    warnings: [],
  };
}

const runOf = (
  { arguments: argv, workers, sabotaged, shard }: SessionRequest,
  { run, started, finished }: SessionRun,
  interrupted: boolean,
): Run => ({
  id: run,
  started: started.toISOString(),
  finished: finished.toISOString(),
  milliseconds: finished.getTime() - started.getTime(),
  docknet: docknetVersion(),
  arguments: argv,
  workers,
  interrupted,
  sabotaged,
  shard,
  merged: [],
});

/**
 * Writes a record into its directory or, if that fails (a full disk), into the temporary directory: verdicts must not
 * be lost.
 *
 * @throws if the record could not be written into its directory; the message says where it is instead.
 */
async function saveRecord(directory: string, record: RunRecord): Promise<void> {
  try {
    await writeRecord(directory, record);
  } catch (cause) {
    const fallback = await mkdtemp(join(tmpdir(), `docknet-${record.run.id}-`));
    await writeRecord(fallback, record);
    throw new Error(`${(cause as Error).message} The record is in ${join(fallback, recordFile)} instead.`, { cause });
  }
}
