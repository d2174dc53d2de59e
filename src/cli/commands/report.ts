import { isMatrix } from '../../record/index.js';
import { readNamedMatrix, readNamedRecord, writeMatrixPages, writeRunPages } from '../../results/index.js';
import { displayPath } from '../terminal/style.js';

/** `docknet report RECORD`: writes the pages of a run or a matrix again. @returns the exit status. */
export async function report(path: string): Promise<number> {
  process.stdout.write(`report: ${displayPath(await rewritePages(path))}\n`);
  return 0;
}

/**
 * Writes the pages of a run or a matrix again, from its record and evidence.
 *
 * @returns the page's path.
 * @throws ResultsError if the record cannot be read. @throws RecordError if a page cannot be written.
 */
export async function rewritePages(path: string): Promise<string> {
  if (await isMatrix(path)) return writeMatrixPages(await readNamedMatrix(path));
  const { directory, record } = await readNamedRecord(path);
  return writeRunPages(directory, record);
}
