import { namedRecord } from '../named-record.js';
import { shownPath } from '../terminal/shown-path.js';
import { writePages } from '../page/write-pages.js';

/** `docknet report RECORD`: writes a run's page again, from its record and its evidence. @returns the exit status. */
export async function report(path: string): Promise<number> {
  const { directory, record } = await namedRecord(path);
  const page = await writePages(directory, record);
  process.stdout.write(`report: ${shownPath(page)}\n`);
  return 0;
}
