import { readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { RecordError } from './error.js';
import { fileIn, readJson } from './json-file.js';
import type { RunRecord } from './types.js';
import { recordValidator } from './validate.js';
import { recordFile } from './write.js';

/** A record, and where its evidence is. */
export interface StoredRecord {
  /** Absolute path of the directory that evidence paths are relative to. */
  readonly directory: string;
  readonly record: RunRecord;
}

/** A run's directory whose record cannot be read. */
export interface DamagedRecord {
  readonly directory: string;
  readonly error: RecordError;
}

/**
 * Reads a record, given its run's directory or its file.
 *
 * @throws RecordError where it is missing, cut short, no JSON, another file altogether, of another version, or damaged;
 *   for the last the message names the first field that is wrong.
 */
export async function readRecord(path: string): Promise<StoredRecord> {
  const file = await fileIn(path, recordFile);
  const value = await readJson(file, 'record');
  const version = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
  if (typeof version !== 'string' || !version.startsWith('docknet-record/')) {
    throw new RecordError(
      `${file} is JSON but no record of docknet's. Name a run's directory, such as reports/RUN, or its ${recordFile}.`,
    );
  }
  if (version !== 'docknet-record/2') {
    throw new RecordError(
      `${file} is a record of version ${JSON.stringify(version.slice('docknet-record/'.length, 40))}, and this docknet reads version 2. Run the checks again, or read it with the docknet that wrote it.`,
    );
  }
  const wrong = (await recordValidator())(value);
  if (wrong !== null)
    throw new RecordError(
      `the record ${file} is damaged: ${wrong}. Take an unchanged copy of it, or run the checks again.`,
    );
  return { directory: resolve(dirname(file)), record: value as RunRecord };
}

/**
 * The runs under a reports directory, newest first; those whose record cannot be read among them, with why, at the time
 * their record was last written. None where the directory is not there; directories without a record are no runs.
 *
 * @throws RecordError where the directory cannot be listed.
 */
export async function listRecords(reportsDirectory: string): Promise<readonly (StoredRecord | DamagedRecord)[]> {
  const dated = await Promise.all(
    (await subdirectories(reportsDirectory)).map(async (directory) => {
      const written = await stat(join(directory, recordFile)).catch(() => null);
      if (written === null) return [];
      try {
        const stored = await readRecord(directory);
        return [{ time: Date.parse(stored.record.run.started), entry: stored }];
      } catch (error) {
        if (!(error instanceof RecordError)) throw error;
        return [{ time: written.mtimeMs, entry: { directory, error } }];
      }
    }),
  );
  return dated
    .flat()
    .sort((one, other) => other.time - one.time)
    .map(({ entry }) => entry);
}

/** Absolute paths of the directories in a reports directory; none where it is not there. @throws RecordError where it cannot be listed. */
export async function subdirectories(path: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => resolve(path, entry.name));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new RecordError(`the reports directory ${path} cannot be listed: ${(cause as Error).message}.`, { cause });
  }
}
