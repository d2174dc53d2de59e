import type { ComparedRun } from '../../compare/index.js';
import { findMissingKernelFeatures } from '../../doctor/index.js';
import { exitStatus, readMatrix, type Cell, type MatrixRecord, type RunRecord } from '../../record/index.js';
import { loadRun, writeMatrixPages, writeRunPages } from '../../results/index.js';
import type { SessionCell, SessionResult } from '../../runner/index.js';
import { messageOf, worstStatus } from '../errors.js';

/** The run on one engine, as the terminal and `--json` show it. */
export interface CellOutcome {
  readonly name: string;
  /** null if no engine came up. */
  readonly record: RunRecord | null;
  readonly directory: string;
  /** Whether it ran only checks that differ between the other cells. */
  readonly explains: boolean;
  /** The run with its checks' packets, of a cell of a matrix. */
  readonly run?: ComparedRun | undefined;
  /** Why the run ended early. */
  readonly errors: readonly string[];
  readonly status: number;
}

/** A session, as the terminal and `--json` show it. */
export interface SessionOutcome {
  readonly cells: readonly CellOutcome[];
  /** null for a session on one engine. */
  readonly matrix: MatrixRecord | null;
  readonly directory: string;
  /** Path of the page; null if there is nothing to show or it could not be written. */
  readonly page: string | null;
  /** Why the session ended early, or what could not be written. */
  readonly errors: readonly string[];
  readonly status: number;
}

/**
 * Writes a session's pages and returns its exit status. A page that cannot be written is listed in the result.
 *
 * @param isCompared Tells whether a run of a cell gets a comparison's page, which its own page
 * links.
 * @param hasPages Whether pages are written.
 */
export async function completeSession(
  session: SessionResult,
  isCompared: (cell: Cell) => Promise<boolean>,
  strictRules: boolean,
  hasPages: boolean,
): Promise<SessionOutcome> {
  const { matrix, directory, interrupted } = session;
  const cells = session.cells.map((cell) => outcomeOf(cell, strictRules));
  const unfit = session.cells.flatMap(({ name, unfit }) =>
    unfit === null ? [] : [cells.length === 1 ? unfit : `${name}: ${unfit}`],
  );
  if (cells.every(({ record }) => record === null)) {
    const errors = [...unfit, ...(interrupted ? [] : await findMissingKernelFeatures())];
    return { cells, matrix: null, directory, page: null, errors, status: interrupted ? 130 : 3 };
  }
  const unsaved = [...session.unsaved];
  const page = hasPages
    ? await writeSessionPages(session, isCompared).catch((cause: unknown) => {
        unsaved.push(messageOf(cause));
        return null;
      })
    : null;
  const worst = worstStatus([interrupted ? 130 : 0, ...cells.map(({ status }) => status)]);
  const status = worst === 0 && unsaved.length > 0 ? 3 : worst;
  return {
    cells: page === null ? cells : await loadCellRuns(cells),
    matrix,
    directory,
    page,
    errors: [...unfit, ...unsaved],
    status,
  };
}

/** Loads the packets of a matrix's cells, with which they are compared; of a single cell none. */
export async function loadCellRuns(cells: readonly CellOutcome[]): Promise<readonly CellOutcome[]> {
  if (cells.length < 2) return cells;
  return Promise.all(
    cells.map(async (cell) => {
      const { record, directory, name } = cell;
      return record === null || record.run.sabotaged
        ? cell
        : { ...cell, run: await loadRun(name, { record, directory }) };
    }),
  );
}

function outcomeOf({ name, record, directory, unfit, explains }: SessionCell, strictRules: boolean): CellOutcome {
  const status = record === null || unfit !== null ? 3 : exitStatus(record, strictRules);
  return { name, record, directory, explains, errors: unfit === null ? [] : [unfit], status };
}

async function writeSessionPages(
  { cells: [cell], matrix, directory }: SessionResult,
  isCompared: (cell: Cell) => Promise<boolean>,
): Promise<string | null> {
  if (matrix !== null) return writeMatrixPages(await readMatrix(directory), isCompared);
  const record = cell?.record ?? null;
  if (record === null) return null;
  return writeRunPages(directory, record, await isCompared(record.cell));
}
