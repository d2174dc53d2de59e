import { readMatrix, readRecord, RecordError, type StoredMatrix, type StoredRecord } from '../record/index.js';
import { ResultsError } from './error.js';

/** Reads the record at a path. @throws ResultsError if it is missing, damaged or foreign. */
export const namedRecord = (path: string): Promise<StoredRecord> => readRecord(path).catch(rethrow);

/** Reads the matrix at a path. @throws ResultsError if it is missing, damaged or foreign. */
export const namedMatrix = (path: string): Promise<StoredMatrix> => readMatrix(path).catch(rethrow);

function rethrow(cause: unknown): never {
  if (cause instanceof RecordError) throw new ResultsError(cause.message, null, { cause });
  throw cause;
}
