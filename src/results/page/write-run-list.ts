import { basename, join } from 'node:path';
import { countVerdicts, listMatrices, listRecords, type RunRecord, type StoredMatrix } from '../../record/index.js';
import { renderRunList, type RunSummary } from '../../report/index.js';
import { page, sha256, writePage } from './write-page.js';

/** Writes the list of the runs, on one engine and on several, under a reports directory. */
export async function writeRunList(reports: string): Promise<void> {
  const [records, matrices] = await Promise.all([listRecords(reports), listMatrices(reports)]);
  const runs = [...records, ...matrices].map((entry): RunSummary => {
    const name = basename(entry.directory);
    if ('error' in entry)
      return { id: name, directory: name, started: '', cell: '', counts: {}, problem: entry.error.message };
    return 'record' in entry ? ofRun(name, entry.record) : ofMatrix(name, entry);
  });
  await writePage(join(reports, page), renderRunList(runs, sha256));
}

function ofRun(directory: string, { run, cell, checks }: RunRecord): RunSummary {
  const { version } = cell.engine;
  return {
    id: run.id,
    directory,
    started: run.started,
    cell: [`engine ${version}`, ...surroundings(cell), ...notes(run)].join(', '),
    counts: countVerdicts(checks),
    problem: null,
  };
}

function ofMatrix(directory: string, { matrix: { run }, cells }: StoredMatrix): RunSummary {
  const records = cells.flatMap(({ stored }) => (stored !== null && 'record' in stored ? [stored.record] : []));
  const engines = `engines ${records.map(({ cell }) => cell.engine.version).join(', ')}`;
  const places = [...new Set(records.flatMap(({ cell }) => surroundings(cell)))];
  return {
    id: run.id,
    directory,
    started: run.started,
    cell: [engines, ...places, ...notes(run)].join(', '),
    counts: countVerdicts(records.flatMap(({ checks }) => checks)),
    problem: null,
  };
}

const surroundings = ({ kernel, firewall, architecture }: RunRecord['cell']) => [
  `kernel ${kernel.release}`,
  `iptables ${firewall.iptables} (${firewall.backend})`,
  architecture,
];

const notes = ({ sabotaged, interrupted, shard }: RunRecord['run']) => [
  ...(sabotaged ? ['every check under its sabotage'] : []),
  ...(shard === null ? [] : [`part ${shard.number} of ${shard.of}`]),
  ...(interrupted ? ['interrupted'] : []),
];
