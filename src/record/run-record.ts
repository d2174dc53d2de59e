import { readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileIn, parseVersion, readJson, writeJson } from './json-file.js';
import { RecordError, type Environment } from './ownership.js';
import type { Evidence, RunRecord } from './types.js';
import { getValidator } from './validate.js';

/** The record's name in its run's directory. */
export const recordFile = 'record.json';

/** The evidence of a check that has none. */
export const noEvidence: Evidence = {
  recording: null,
  firewallBefore: null,
  firewallAfter: null,
  nftBefore: null,
  nftAfter: null,
  topology: null,
  engineLog: null,
  trace: null,
};

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
 * Writes a run's record into its directory, whole or not at all.
 *
 * @returns its path.
 * @throws RecordError if it cannot be written.
 */
export function writeRecord(directory: string, record: RunRecord, environment?: Environment): Promise<string> {
  return writeJson(join(directory, recordFile), 'record', record, environment);
}

/**
 * Reads a record, given its run's directory or its file.
 *
 * @throws RecordError if it is missing, cut short, not JSON, not a record, of another version, or damaged; the message
 *   for a damaged record names the first wrong field.
 */
export async function readRecord(path: string): Promise<StoredRecord> {
  const file = await fileIn(path, recordFile);
  const value = await readJson(file, 'record');
  const version = parseVersion(value, 'record');
  if (version === null)
    throw new RecordError(
      `${file} is JSON but no record of docknet's. Name a run's directory, such as reports/RUN, or its ${recordFile}.`,
    );
  if (version !== '3')
    throw new RecordError(
      `${file} is a record of version ${JSON.stringify(version)}, and this docknet reads version 3. ` +
        'Run the checks again, or read it with the docknet that wrote it.',
    );
  const wrong = (await getValidator('record'))(value);
  if (wrong !== null)
    throw new RecordError(
      `the record ${file} is damaged: ${wrong}. Take an unchanged copy of it, or run the checks again.`,
    );
  return { directory: resolve(dirname(file)), record: value as RunRecord };
}

/**
 * Lists the runs under a reports directory, newest first. Lists a run whose record cannot be read with its error, by
 * the time its record was last written. Returns none if the directory is missing; skips directories without a record.
 *
 * @throws RecordError if the directory cannot be listed.
 */
export async function listRecords(reportsDirectory: string): Promise<readonly (StoredRecord | DamagedRecord)[]> {
  const dated = await Promise.all(
    (await listSubdirectories(reportsDirectory)).map(async (directory) => {
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

/**
 * Lists the directories in a reports directory by their absolute paths; none if it is missing.
 *
 * @throws RecordError if it cannot be listed.
 */
export async function listSubdirectories(path: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => resolve(path, entry.name));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new RecordError(`the reports directory ${path} cannot be listed: ${(cause as Error).message}.`, { cause });
  }
}
