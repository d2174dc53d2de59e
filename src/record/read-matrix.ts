import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { RecordError } from './error.js';
import { fileIn, readJson } from './json-file.js';
import type { MatrixLeg, MatrixRecord } from './matrix-types.js';
import { readRecord, subdirectories, type DamagedRecord, type StoredRecord } from './read.js';
import { matrixValidator } from './validate.js';
import { matrixFile } from './write.js';

/** A leg and its record as it was found: whole, damaged, or null where the leg has none. */
export interface StoredLeg {
  readonly leg: MatrixLeg;
  readonly stored: StoredRecord | DamagedRecord | null;
}

/** A matrix and where it is. */
export interface StoredMatrix {
  /** Absolute path of the directory that its legs' directories are in. */
  readonly directory: string;
  readonly matrix: MatrixRecord;
  /** In the matrix's order. */
  readonly legs: readonly StoredLeg[];
}

/**
 * Reads a matrix, given its directory or its file, and its legs' records. A leg whose record is damaged, missing or another run's
 * is given with its error.
 *
 * @throws RecordError where the matrix itself is missing, cut short, foreign, of another version or damaged.
 */
export async function readMatrix(path: string): Promise<StoredMatrix> {
  const file = await fileIn(path, matrixFile);
  const value = await readJson(file, 'matrix');
  const version = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
  if (version !== 'docknet-matrix/1')
    throw new RecordError(
      `${file} is no matrix of docknet's that this docknet reads. Name the directory of a run on several engines.`,
    );
  const wrong = (await matrixValidator())(value);
  if (wrong !== null)
    throw new RecordError(
      `the matrix ${file} is damaged: ${wrong}. Take an unchanged copy of it, or run the checks again.`,
    );
  const matrix = value as MatrixRecord;
  const directory = resolve(dirname(file));
  const legs = await Promise.all(
    matrix.legs.map(async (leg): Promise<StoredLeg> => ({
      leg,
      stored: leg.directory === null ? null : await readLeg(join(directory, leg.directory), leg),
    })),
  );
  return { directory, matrix, legs };
}

/** The matrices under a reports directory, those that cannot be read among them, with why. @throws RecordError where the directory cannot be listed. */
export async function listMatrices(reportsDirectory: string): Promise<readonly (StoredMatrix | DamagedRecord)[]> {
  const found = await Promise.all(
    (await subdirectories(reportsDirectory)).map(async (directory): Promise<(StoredMatrix | DamagedRecord)[]> => {
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

/** Whether a matrix is what a path leads to: its directory, or its file. */
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

async function readLeg(directory: string, leg: MatrixLeg): Promise<StoredRecord | DamagedRecord> {
  try {
    const stored = await readRecord(directory);
    if (stored.record.run.id !== leg.run)
      throw new RecordError(
        `the record in ${directory} is of run ${stored.record.run.id}, and the matrix says ${leg.run ?? 'none'}. Take an unchanged copy of the matrix's whole directory.`,
      );
    return stored;
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    return { directory, error };
  }
}
