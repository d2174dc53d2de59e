import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeDirectory, RecordError, type Environment } from './ownership.js';
import { writeWhole } from './whole-file.js';

/**
 * Reads a JSON file that docknet wrote.
 *
 * @throws RecordError if it is missing, cut short or not JSON.
 */
export async function readJson(file: string, noun: 'record' | 'matrix'): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT')
      throw new RecordError(
        `there is no ${noun} at ${file}. Name a run's directory, such as reports/RUN; "docknet run" makes one.`,
        { cause },
      );
    throw new RecordError(`the ${noun} ${file} cannot be read: ${cause.message}.`, { cause });
  });
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const what =
      text.trim() === ''
        ? 'is empty'
        : text.trimStart().startsWith('{')
          ? 'is not whole JSON: it was cut short or changed'
          : 'is not JSON';
    throw new RecordError(`${file} ${what}. Take an unchanged copy of it, or run the checks again.`, { cause });
  }
}

/** Returns the schema version of a JSON value, "3" for `docknet-record/3`; null if it is no such file of docknet's. */
export function parseVersion(value: unknown, noun: 'record' | 'matrix'): string | null {
  const schema = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
  const prefix = `docknet-${noun}/`;
  return typeof schema === 'string' && schema.startsWith(prefix) ? schema.slice(prefix.length, 40) : null;
}

/**
 * Writes a JSON file whole or not at all, and makes its directory if it is missing.
 *
 * @returns the path of the file.
 * @throws RecordError if it cannot be written; an earlier file is then unchanged.
 */
export async function writeJson(
  path: string,
  noun: 'record' | 'matrix',
  value: unknown,
  environment: Environment = process.env,
): Promise<string> {
  await makeDirectory(dirname(path), environment);
  try {
    await writeWhole(path, `${JSON.stringify(value, null, 2)}\n`, environment);
    return path;
  } catch (cause) {
    throw new RecordError(
      `the ${noun} could not be written to ${path}: ${(cause as Error).message}. ` +
        'Free space or choose another directory with --output; the evidence already there is kept.',
      { cause },
    );
  }
}

/** Returns the path of a named file in a directory; the path itself if it is no directory. */
export async function fileIn(path: string, name: string): Promise<string> {
  return (await stat(path).catch(() => null))?.isDirectory() === true ? join(path, name) : path;
}
