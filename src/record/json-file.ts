import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { RecordError } from './error.js';
import { makeDirectory, modeOf, ownByCaller, type Environment } from './ownership.js';

/**
 * Reads a JSON file that docknet wrote.
 *
 * @param noun What it is: "record", "matrix".
 * @throws RecordError where it is missing, cut short or no JSON.
 */
export async function readJson(file: string, noun: string): Promise<unknown> {
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

/**
 * Writes a JSON file into a directory, which is made where it is missing. Whoever reads at the same time, and whatever ends us in
 * the middle, finds the old file or the new one and never a part.
 *
 * @param noun What it is: "record", "matrix".
 * @returns the path of the file.
 * @throws RecordError where it cannot be written; a file that was there before is then unchanged.
 */
export async function writeJson(
  path: string,
  noun: string,
  value: unknown,
  environment: Environment = process.env,
): Promise<string> {
  const directory = dirname(path);
  await makeDirectory(directory, environment);
  const unfinished = join(directory, `.${basename(path)}.${process.pid}`);
  try {
    await rm(unfinished, { force: true });
    const file = await open(unfinished, 'wx', modeOf(path));
    try {
      await file.writeFile(`${JSON.stringify(value, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await ownByCaller(unfinished, environment);
    await rename(unfinished, path);
    return path;
  } catch (cause) {
    await rm(unfinished, { force: true });
    throw new RecordError(
      `the ${noun} could not be written to ${path}: ${(cause as Error).message}. Free space or choose another directory with --output; the evidence that is already there is kept.`,
      { cause },
    );
  }
}

/** The file of this name in a directory; the path itself where it is none. */
export async function fileIn(path: string, name: string): Promise<string> {
  return (await stat(path).catch(() => null))?.isDirectory() === true ? join(path, name) : path;
}
