import { existsSync } from 'node:fs';
import type { ComparedCell } from '../compare/index.js';
import {
  describeEngine,
  isMatrix,
  readMatrix,
  readRecord,
  RecordError,
  type StoredMatrix,
  type StoredRecord,
} from '../record/index.js';
import { baselinePath, listBaselines } from './baselines.js';

/** A run, matrix, cell or baseline that was named and cannot be used: missing, damaged or of the wrong kind. */
export class ResultsError extends Error {
  override readonly name = 'ResultsError';

  /** @param suggest A word that matches no name, with the names there are. */
  constructor(
    message: string,
    readonly suggest: { readonly word: string; readonly names: readonly string[] } | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The cells of a matrix that have a record, and why the others have none. */
export interface MatrixCells {
  readonly cells: readonly ComparedCell[];
  readonly missing: readonly string[];
}

/** Reads the record at a path. @throws ResultsError if it is missing, damaged or no record. */
export const readNamedRecord = (path: string): Promise<StoredRecord> => readRecord(path).catch(rethrow);

/** Reads the matrix at a path. @throws ResultsError if it is missing, damaged or no matrix. */
export const readNamedMatrix = (path: string): Promise<StoredMatrix> => readMatrix(path).catch(rethrow);

function rethrow(cause: unknown): never {
  if (cause instanceof RecordError) throw new ResultsError(cause.message, null, { cause });
  throw cause;
}

/**
 * Reads the record that a baseline's name, a run's directory, a record's path or `MATRIX:CELL` names.
 *
 * @throws ResultsError if there is none, it cannot be read, or every check in it was sabotaged.
 */
export async function readComparedRecord(name: string): Promise<StoredRecord> {
  const baselines = await listBaselines();
  if (await isMatrix(name))
    throw new ResultsError(`${name} is a matrix of several runs. ${listChoices(name, (await readCells(name)).cells)}`);
  const stored = baselines.includes(name)
    ? await readNamedRecord(baselinePath(name))
    : existsSync(name)
      ? await readNamedRecord(name)
      : (await findCell(name))?.stored;
  if (stored === undefined) {
    const shipped = baselines.length === 0 ? 'there are no baselines' : `the baselines are ${baselines.join(', ')}`;
    throw new ResultsError(
      `No run or baseline "${name}". Name a run's directory, such as reports/RUN, or a baseline; ${shipped}.`,
      { word: name, names: baselines },
    );
  }
  refuseSabotaged(name, stored);
  return stored;
}

/** @throws ResultsError if every check of a run was sabotaged. */
export function refuseSabotaged(name: string, { record }: StoredRecord): void {
  if (record.run.sabotaged)
    throw new ResultsError(
      `${name} is a run of "docknet prove", in which every check was sabotaged: it says nothing about an engine. ` +
        'Name a run of "docknet run".',
    );
}

/** Reads the cells of a matrix. @throws ResultsError if it is damaged, or no cell has a record. */
export async function readCells(path: string): Promise<MatrixCells> {
  return selectCells(path, await readNamedMatrix(path));
}

function selectCells(path: string, matrix: StoredMatrix): MatrixCells {
  const cells = matrix.cells.flatMap(({ cell, stored }) =>
    stored !== null && 'record' in stored ? [{ name: cell.name, stored }] : [],
  );
  const missing = matrix.cells.flatMap(({ cell, stored }) =>
    stored === null
      ? [`${cell.name} in ${path} has no record: ${cell.error ?? 'its engine did not come up'}`]
      : 'error' in stored
        ? [stored.error.message]
        : [],
  );
  if (cells.length === 0) throw new ResultsError(`The matrix ${path} has no cell with a record. ${missing.join(' ')}`);
  return { cells, missing };
}

/**
 * Finds the cell that `MATRIX:CELL` names: by its name in the matrix, its directory, or its engine's version.
 *
 * @returns null if nothing before a colon is a matrix.
 * @throws ResultsError if the matrix has no such cell, or several.
 */
async function findCell(name: string): Promise<ComparedCell | null> {
  const split = await splitAtMatrix(name);
  if (split === null) return null;
  const { path, wanted } = split;
  const matrix = await readNamedMatrix(path);
  const { cells, missing } = selectCells(path, matrix);
  const byDirectory = matrix.cells.find(({ cell }) => cell.directory === wanted)?.cell.name;
  const byName = cells.filter((cell) => cell.name === wanted || cell.name === byDirectory);
  const [cell, ...more] =
    byName.length > 0 ? byName : cells.filter(({ stored }) => stored.record.cell.engine.version === wanted);
  if (cell !== undefined && more.length === 0) return cell;
  const reasons = missing.length === 0 ? '' : ` ${missing.join(' ')}.`;
  throw new ResultsError(
    `The matrix ${path} has ${cell === undefined ? 'no cell' : 'several cells'} "${wanted}".${reasons} ` +
      listChoices(path, cells),
  );
}

/** Reads the cells of the matrix that a name is, or is a cell of; none if it is neither. */
export async function readSurroundingCells(name: string): Promise<readonly ComparedCell[]> {
  if (existsSync(name)) return (await isMatrix(name)) ? (await readCells(name)).cells : [];
  const path = (await splitAtMatrix(name))?.path;
  return path === undefined ? [] : (await readCells(path)).cells;
}

/** Splits a name at the colon after a matrix; null if there is none. */
async function splitAtMatrix(name: string): Promise<{ readonly path: string; readonly wanted: string } | null> {
  for (let colon = name.indexOf(':'); colon > 0; colon = name.indexOf(':', colon + 1)) {
    const path = name.slice(0, colon);
    if (existsSync(path) && (await isMatrix(path))) return { path, wanted: name.slice(colon + 1) };
  }
  return null;
}

/** Lists the cells of a matrix and how to name one, as the end of a message. */
export function listChoices(matrix: string, cells: readonly ComparedCell[]): string {
  const listed = cells.map(({ name, stored }) => {
    const { cell } = stored.record;
    return `${name ?? ''} (engine ${describeEngine(cell)}, kernel ${cell.kernel.release})`;
  });
  return `Its cells are ${listed.join(', ')}. Name one, such as ${matrix}:${cells[0]?.name ?? 'CELL'}.`;
}
