import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ownByCaller, RecordError } from '../../record/index.js';

/** The name of a page in its directory. */
export const page = 'index.html';

export const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');

/** Writes a page. @returns its path. @throws RecordError where it cannot be written. */
export async function writePage(path: string, html: string): Promise<string> {
  try {
    await writeFile(path, html);
    await ownByCaller(path);
    return path;
  } catch (cause) {
    throw new RecordError(
      `the page ${path} could not be written: ${(cause as Error).message}. Mend that and run "docknet report ${dirname(path)}".`,
      { cause },
    );
  }
}
