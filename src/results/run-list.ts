import { basename, join } from 'node:path';
import {
  countVerdicts,
  describeEngine,
  listMatrices,
  listRecords,
  type RunRecord,
  type StoredMatrix,
} from '../record/index.js';
import { renderRunList, type RunSummary } from '../report/index.js';
import { pageFile, sha256, writePage } from './page-file.js';

/** Writes the list of runs and matrices under a reports directory. @throws RecordError if it cannot be written. */
export async function writeRunList(reports: string): Promise<void> {
  const [records, matrices] = await Promise.all([listRecords(reports), listMatrices(reports)]);
  const runs = [...records, ...matrices].map((entry): RunSummary => {
    const name = basename(entry.directory);
    if ('error' in entry)
      return { id: name, directory: name, started: '', cell: '', counts: {}, problem: entry.error.message };
    return 'record' in entry ? summarizeRun(name, entry.record) : summarizeMatrix(name, entry);
  });
  await writePage(join(reports, pageFile), renderRunList(runs, sha256));
}

function summarizeRun(directory: string, { run, cell, checks }: RunRecord): RunSummary {
  return {
    id: run.id,
    directory,
    started: run.started,
    cell: [`engine ${describeEngine(cell)}`, ...describeSurroundings(cell), ...describeRun(run)].join(', '),
    counts: countVerdicts(checks),
    problem: null,
  };
}

function summarizeMatrix(directory: string, { matrix: { run }, cells }: StoredMatrix): RunSummary {
  const records = cells.flatMap(({ stored }) => (stored !== null && 'record' in stored ? [stored.record] : []));
  const engines = `engines ${records.map(({ cell }) => describeEngine(cell)).join(', ')}`;
  const surroundings = [...new Set(records.flatMap(({ cell }) => describeSurroundings(cell)))];
  return {
    id: run.id,
    directory,
    started: run.started,
    cell: [engines, ...surroundings, ...describeRun(run)].join(', '),
    counts: countVerdicts(records.flatMap(({ checks }) => checks)),
    problem: null,
  };
}

const describeSurroundings = ({ kernel, firewall, architecture }: RunRecord['cell']) => [
  `kernel ${kernel.release}`,
  `iptables ${firewall.iptables} (${firewall.program})`,
  architecture,
];

const describeRun = ({ sabotaged, interrupted, shard }: RunRecord['run']) => [
  ...(sabotaged ? ['every check under its sabotage'] : []),
  ...(shard === null ? [] : [`part ${shard.number} of ${shard.of}`]),
  ...(interrupted ? ['interrupted'] : []),
];
