import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { listRecords, ownByCaller, RecordError, type RunRecord } from '../../record/index.js';
import { countStandings, documentsPage, renderDocuments, renderIndex, renderRun, type RunSummary } from '../../report/index.js';
import { checkEvidence } from './check-evidence.js';

const page = 'index.html';
const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');

/**
 * Writes a run's page from its record and its evidence, the page of the documents beside it, and the list of runs above.
 *
 * @param directory The run's directory; the list goes to the one above it.
 * @returns the path of the run's page.
 * @throws RecordError where one of them cannot be written.
 */
export async function writePages(directory: string, record: RunRecord): Promise<string> {
  const evidence = new Map(await Promise.all(record.checks.map(async (check) => [check.id, await checkEvidence(directory, check)] as const)));
  const path = await write(join(directory, page), renderRun({ record, evidence, runs: `../${page}` }, sha256));
  await write(join(directory, documentsPage), renderDocuments({ record, runs: `../${page}` }, sha256));
  await writeRunList(dirname(directory));
  return path;
}

/** Writes the list of the runs under a reports directory. */
async function writeRunList(reports: string): Promise<void> {
  const runs = (await listRecords(reports)).map((entry): RunSummary => {
    const name = basename(entry.directory);
    if ('error' in entry) return { id: name, directory: name, started: '', cell: '', counts: {}, problem: entry.error.message };
    const { run, cell, checks } = entry.record;
    return { id: run.id, directory: name, started: run.started, cell: cellLine(entry.record), counts: countStandings(checks), problem: null };
    function cellLine({ run: { sabotaged, interrupted } }: RunRecord): string {
      return [
        `engine ${cell.engine.version}`, `kernel ${cell.kernel.release}`, `iptables ${cell.firewall.iptables} (${cell.firewall.backend})`, cell.architecture,
        ...(sabotaged ? ['every check under its sabotage'] : []), ...(interrupted ? ['interrupted'] : []),
      ].join(', ');
    }
  });
  await write(join(reports, page), renderIndex(runs, sha256));
}

async function write(path: string, html: string): Promise<string> {
  try {
    await writeFile(path, html);
    await ownByCaller(path);
    return path;
  } catch (cause) {
    throw new RecordError(`the page ${path} could not be written: ${(cause as Error).message}. Mend that and run "docknet report ${dirname(path)}".`, { cause });
  }
}
