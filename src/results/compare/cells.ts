import { existsSync } from 'node:fs';
import { isMatrix, type StoredRecord } from '../../record/index.js';
import { ResultsError } from '../error.js';
import { namedMatrix } from '../named-record.js';

/** One cell of a matrix, or a run that is none. */
export interface ComparedCell {
  /** What its matrix calls it, "debian:trixie"; null for a run that is in no matrix. */
  readonly name: string | null;
  readonly stored: StoredRecord;
}

/** The cells of a matrix, and what those are called that have no record, with the reason. */
export interface MatrixCells {
  readonly cells: readonly ComparedCell[];
  readonly missing: readonly string[];
}

/** A matrix that a person names by its directory or file. @throws ResultsError where it is damaged, or none of its cells has a record. */
export async function matrixCells(named: string): Promise<MatrixCells> {
  const { cells: stored } = await namedMatrix(named);
  const cells = stored.flatMap(({ cell, stored }) =>
    stored !== null && 'record' in stored ? [{ name: cell.name, stored }] : [],
  );
  const missing = stored.flatMap(({ cell, stored }) =>
    stored === null
      ? [`${cell.name} in ${named} has no record: ${cell.error ?? 'its engine did not come up'}`]
      : 'error' in stored
        ? [stored.error.message]
        : [],
  );
  if (cells.length === 0) throw new ResultsError(`the matrix ${named} has no cell with a record. ${missing.join(' ')}`);
  return { cells, missing };
}

/**
 * The cell that `DIRECTORY:CELL` names: as its matrix calls it, by its directory there, or by its engine's version.
 *
 * @returns null where nothing before a colon is a matrix.
 * @throws ResultsError where the matrix has no such cell, or several.
 */
export async function namedCell(named: string): Promise<ComparedCell | null> {
  const split = await matrixBeforeColon(named);
  if (split === null) return null;
  const { matrix, wanted } = split;
  const { cells, missing } = await matrixCells(matrix);
  const inDirectory = (await namedMatrix(matrix)).cells.find(({ cell }) => cell.directory === wanted);
  const directory = inDirectory?.cell.name;
  const found = cells.filter(({ name }) => name === wanted || name === directory);
  const [cell, ...more] =
    found.length > 0 ? found : cells.filter(({ stored }) => stored.record.cell.engine.version === wanted);
  if (cell !== undefined && more.length === 0) return cell;
  throw new ResultsError(
    `the matrix ${matrix} has ${cell === undefined ? 'no cell' : 'several cells'} "${wanted}".${missing.length === 0 ? '' : ` ${missing.join(' ')}.`} ${chooseOf(matrix, cells)}`,
  );
}

/** The cells of the matrix that a name is, or is a cell of; none where it is neither. */
export async function cellsAround(named: string): Promise<readonly ComparedCell[]> {
  const matrix = existsSync(named)
    ? (await isMatrix(named))
      ? named
      : null
    : ((await matrixBeforeColon(named))?.matrix ?? null);
  return matrix === null ? [] : (await matrixCells(matrix)).cells;
}

/** A name cut at the colon that has a matrix before it; null where none has. */
async function matrixBeforeColon(named: string): Promise<{ readonly matrix: string; readonly wanted: string } | null> {
  for (let colon = named.indexOf(':'); colon > 0; colon = named.indexOf(':', colon + 1)) {
    const matrix = named.slice(0, colon);
    if (existsSync(matrix) && (await isMatrix(matrix))) return { matrix, wanted: named.slice(colon + 1) };
  }
  return null;
}

/** Which cells there are, and how one is named: the end of a message. */
export function chooseOf(matrix: string, cells: readonly ComparedCell[]): string {
  const listed = cells.map(
    ({ name, stored }) =>
      `${name ?? ''} (engine ${stored.record.cell.engine.version}, kernel ${stored.record.cell.kernel.release})`,
  );
  return `Its cells are ${listed.join(', ')}. Name one, such as ${matrix}:${cells[0]?.name ?? 'CELL'}.`;
}
