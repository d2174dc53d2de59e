import { lstat, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { modeOf, ownByCaller, type Environment } from './ownership.js';

/**
 * Writes a file that belongs to the caller (see `ownByCaller`). A concurrent reader, and a crash midway, find the old
 * file or the new one and never a part.
 *
 * @throws the file system's error or RecordError, also for a path that is a link or a device; an earlier file is then
 *   unchanged.
 */
export async function writeWhole(path: string, text: string, environment: Environment = process.env): Promise<void> {
  const found = await lstat(path).catch(() => null);
  // Renaming would replace /dev/stdout.
  if (found !== null && !found.isFile()) throw new Error('it exists and is not a regular file');
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}`);
  try {
    await rm(temporary, { force: true });
    const file = await open(temporary, 'wx', modeOf(path));
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await ownByCaller(temporary, environment);
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw cause;
  }
}
