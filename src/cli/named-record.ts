import { readMatrix, readRecord, RecordError, type StoredMatrix, type StoredRecord } from '../record/index.js';
import { UsageError } from './exit.js';

/** The record that a command line names. @throws UsageError where there is none, or what is there is damaged or foreign. */
export const namedRecord = (path: string): Promise<StoredRecord> => readRecord(path).catch(asUsage);

/** The matrix that a command line names. @throws UsageError where there is none, or what is there is damaged or foreign. */
export const namedMatrix = (path: string): Promise<StoredMatrix> => readMatrix(path).catch(asUsage);

function asUsage(cause: unknown): never {
  if (cause instanceof RecordError) throw new UsageError(cause.message, { cause });
  throw cause;
}
