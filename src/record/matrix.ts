import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileIn, parseVersion, readJson, writeJson } from './json-file.js';
import { RecordError, type Environment } from './ownership.js';
import { listSubdirectories, readRecord, type DamagedRecord, type StoredRecord } from './run-record.js';
import type { MatrixCell, MatrixRecord } from './types.js';
import { getValidator } from './validate.js';

/** The matrix's name in the directory that holds its cells. */
const matrixFile = 'matrix.json';

/** A cell of a matrix, and its record: whole, damaged, or null if it has none. */
export interface StoredCell {
  readonly cell: MatrixCell;
  readonly stored: StoredRecord | DamagedRecord | null;
}

/** A matrix and where it is. */
export interface StoredMatrix {
  /** Absolute path of the directory that holds the cells' directories. */
  readonly directory: string;
  readonly matrix: MatrixRecord;
  /** In the matrix's order. */
  readonly cells: readonly StoredCell[];
}

/**
 * Writes a matrix into its directory, whole or not at all.
 *
 * @returns its path.
 * @throws RecordError if it cannot be written.
 */
export function writeMatrix(directory: string, matrix: MatrixRecord, environment?: Environment): Promise<string> {
  return writeJson(join(directory, matrixFile), 'matrix', matrix, environment);
}

/**
 * Reads a matrix, given its directory or its file, and its cells' records. Returns a cell whose record is missing,
 * damaged or of another run with its error.
 *
 * @throws RecordError if the matrix itself is missing, cut short, no matrix, of another version or damaged.
 */
export async function readMatrix(path: string): Promise<StoredMatrix> {
  const file = await fileIn(path, matrixFile);
  const value = await readJson(file, 'matrix');
  const version = parseVersion(value, 'matrix');
  if (version === null)
    throw new RecordError(
      `${file} is JSON but no matrix of docknet's. Name the directory of a run on several engines.`,
    );
  if (version !== '3')
    throw new RecordError(
      `${file} is a matrix of version ${JSON.stringify(version)}, and this docknet reads version 3. ` +
        'Run the checks again, or read it with the docknet that wrote it.',
    );
  const wrong = (await getValidator('matrix'))(value);
  if (wrong !== null)
    throw new RecordError(
      `the matrix ${file} is damaged: ${wrong}. Take an unchanged copy of it, or run the checks again.`,
    );
  const matrix = value as MatrixRecord;
  const directory = resolve(dirname(file));
  const cells = await Promise.all(
    matrix.cells.map(async (cell): Promise<StoredCell> => ({
      cell,
      stored: cell.directory === null ? null : await readCell(join(directory, cell.directory), cell),
    })),
  );
  return { directory, matrix, cells };
}

/**
 * Lists the matrices under a reports directory, unreadable ones with their error.
 *
 * @throws RecordError if the directory cannot be listed.
 */
export async function listMatrices(reportsDirectory: string): Promise<readonly (StoredMatrix | DamagedRecord)[]> {
  const found = await Promise.all(
    (await listSubdirectories(reportsDirectory)).map(async (directory): Promise<(StoredMatrix | DamagedRecord)[]> => {
      if (!(await isMatrix(directory))) return [];
      return [
        await readMatrix(directory).catch((error: unknown) => {
          if (!(error instanceof RecordError)) throw error;
          return { directory, error };
        }),
      ];
    }),
  );
  return found.flat();
}

/** Returns whether a path leads to a matrix: its directory, or its file. */
export async function isMatrix(path: string): Promise<boolean> {
  const file = await fileIn(path, matrixFile);
  return (
    file.endsWith(matrixFile) &&
    (await stat(file).then(
      (found) => found.isFile(),
      () => false,
    ))
  );
}

async function readCell(directory: string, cell: MatrixCell): Promise<StoredRecord | DamagedRecord> {
  try {
    const stored = await readRecord(directory);
    if (stored.record.run.id !== cell.run)
      throw new RecordError(
        `the record in ${directory} is of run ${stored.record.run.id}, and the matrix says ${cell.run ?? 'none'}. ` +
          "Take an unchanged copy of the matrix's whole directory.",
      );
    return stored;
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    return { directory, error };
  }
}
