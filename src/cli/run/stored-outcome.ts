import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { exitStatus, isMatrix, type StoredCell } from '../../record/index.js';
import { pageFile, readNamedMatrix, readNamedRecord } from '../../results/index.js';
import { worstStatus } from '../errors.js';
import { loadCellRuns, type CellOutcome, type SessionOutcome } from './outcome.js';

/**
 * Reads a stored run or matrix as the outcome that its session had.
 *
 * @throws ResultsError if it is missing or damaged.
 */
export async function loadOutcome(path: string, strictRules: boolean): Promise<SessionOutcome> {
  if (!(await isMatrix(path))) {
    const { directory, record } = await readNamedRecord(path);
    const { kind } = record.cell.engine;
    const cell = {
      name: kind,
      record,
      directory,
      explains: false,
      errors: [],
      status: exitStatus(record, strictRules),
    };
    return { cells: [cell], matrix: null, directory, page: findPage(directory), errors: [], status: cell.status };
  }
  const { directory, matrix, cells: stored } = await readNamedMatrix(path);
  const cells = await loadCellRuns(stored.map((cell) => toOutcome(cell, directory, strictRules)));
  const errors = cells.flatMap((cell) =>
    cell.errors.filter((error) => !matrix.warnings.includes(error)).map((error) => `${cell.name}: ${error}`),
  );
  return {
    cells,
    matrix,
    directory,
    page: findPage(directory),
    errors: [...errors, ...matrix.warnings],
    status: worstStatus([...cells.map(({ status }) => status), matrix.warnings.length > 0 ? 3 : 0]),
  };
}

function toOutcome({ cell, stored }: StoredCell, matrix: string, strictRules: boolean): CellOutcome {
  const { name, error, explains = false } = cell;
  if (stored === null || 'error' in stored) {
    const reason = stored === null ? (error ?? 'no engine came up') : stored.error.message;
    return {
      name,
      record: null,
      directory: join(matrix, cell.directory ?? name),
      explains,
      errors: [reason],
      status: 3,
    };
  }
  const { record, directory } = stored;
  const errors = error === null ? [] : [error];
  return { name, record, directory, explains, errors, status: error === null ? exitStatus(record, strictRules) : 3 };
}

function findPage(directory: string): string | null {
  const page = join(directory, pageFile);
  return existsSync(page) ? page : null;
}
