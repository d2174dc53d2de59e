import { join } from 'node:path';
import { writeJson } from './json-file.js';
import type { MatrixRecord } from './matrix-types.js';
import type { Environment } from './ownership.js';
import type { RunRecord } from './types.js';

/** The record's name in its run's directory. */
export const recordFile = 'record.json';

/** The matrix's name in the directory that holds its legs. */
export const matrixFile = 'matrix.json';

/** Writes a run's record into its directory, whole or not at all. @returns its path. @throws RecordError where it cannot be written. */
export function writeRecord(directory: string, record: RunRecord, environment?: Environment): Promise<string> {
  return writeJson(join(directory, recordFile), 'record', record, environment);
}

/** Writes a matrix into its directory, whole or not at all. @returns its path. @throws RecordError where it cannot be written. */
export function writeMatrix(directory: string, matrix: MatrixRecord, environment?: Environment): Promise<string> {
  return writeJson(join(directory, matrixFile), 'matrix', matrix, environment);
}
