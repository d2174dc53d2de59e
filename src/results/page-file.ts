import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { RecordError, writeWhole } from '../record/index.js';

/** The page in the directory of a run, a matrix, a trace or of all reports. */
export const pageFile = 'index.html';

/** A bisection's page, beside the matrix of its trials. */
export const bisectionPage = 'bisect.html';

/** Returns the SHA-256 of a text in base64, for a page's content security policy. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');

/** Writes a page, whole or not at all. @returns its path. @throws RecordError if it cannot be written. */
export async function writePage(path: string, html: string): Promise<string> {
  try {
    await writeWhole(path, html);
    return path;
  } catch (cause) {
    throw new RecordError(
      `the page ${path} could not be written: ${(cause as Error).message}. ` +
        `Fix that and run "docknet report ${dirname(path)}".`,
      { cause },
    );
  }
}
