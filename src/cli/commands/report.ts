import { isMatrix } from '../../record/index.js';
import { namedMatrix, namedRecord } from '../../results/named-record.js';
import { shownPath } from '../terminal/shown-path.js';
import { writeMatrixPages } from '../../results/page/write-matrix-pages.js';
import { writePages } from '../../results/page/write-pages.js';

/** `docknet report RECORD`: writes a run's or a matrix's page again, from its record and its evidence. @returns the exit status. */
export async function report(path: string): Promise<number> {
  process.stdout.write(`report: ${shownPath(await writeReport(path))}\n`);
  return 0;
}

/** Writes the page of a run or a matrix again. @returns its path. @throws ResultsError where there is none that can be read, RecordError where it cannot be written. */
export async function writeReport(path: string): Promise<string> {
  if (await isMatrix(path)) return writeMatrixPages(await namedMatrix(path));
  const { directory, record } = await namedRecord(path);
  return writePages(directory, record);
}
