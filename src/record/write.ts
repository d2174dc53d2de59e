import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RecordError } from './error.js';
import { makeDirectory, modeOf, ownByCaller, type Environment } from './ownership.js';
import type { RunRecord } from './types.js';

/** The record's name in its run's directory. */
export const recordFile = 'record.json';

/**
 * Writes a run's record into its directory, which is made where it is missing. Whoever reads at the same time, and
 * whatever ends us in the middle, finds the old record or the new one and never a part.
 *
 * @returns The path of the record.
 * @throws RecordError where it cannot be written; a record that was there before is then unchanged.
 */
export async function writeRecord(directory: string, record: RunRecord, environment: Environment = process.env): Promise<string> {
  await makeDirectory(directory, environment);
  const path = join(directory, recordFile);
  const unfinished = join(directory, `.${recordFile}.${process.pid}`);
  try {
    await rm(unfinished, { force: true });
    const file = await open(unfinished, 'wx', modeOf(path));
    try {
      await file.writeFile(`${JSON.stringify(record, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await ownByCaller(unfinished, environment);
    await rename(unfinished, path);
    return path;
  } catch (cause) {
    await rm(unfinished, { force: true });
    throw new RecordError(`the record could not be written to ${path}: ${(cause as Error).message}. Free space or choose another directory with --output; the evidence that is already there is kept.`, { cause });
  }
}
