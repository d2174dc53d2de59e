import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordFile, writeRecord, type RunRecord } from '../../record/index.js';
import { UnfitError } from '../../cli/exit.js';

/**
 * Writes a run's record into its directory, or where that cannot be (a full disk), into the temporary directory, so that a
 * run's verdicts are not lost.
 *
 * @returns the path of the record.
 * @throws UnfitError where it had to be put elsewhere; the message says where.
 */
export async function saveRecord(directory: string, record: RunRecord): Promise<string> {
  try {
    return await writeRecord(directory, record);
  } catch (cause) {
    const elsewhere = await mkdtemp(join(tmpdir(), `docknet-${record.run.id}-`));
    await writeRecord(elsewhere, record);
    throw new UnfitError(`${(cause as Error).message} The record is in ${join(elsewhere, recordFile)} instead.`, {
      cause,
    });
  }
}
