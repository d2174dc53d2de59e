import { readRecord, RecordError, type StoredRecord } from '../record/index.js';
import { UsageError } from './exit.js';

/** The record that a command line names. @throws UsageError where there is none, or what is there is damaged or foreign. */
export async function namedRecord(path: string): Promise<StoredRecord> {
  try {
    return await readRecord(path);
  } catch (cause) {
    if (cause instanceof RecordError) throw new UsageError(cause.message, { cause });
    throw cause;
  }
}
