import { isMatrix } from '../../record/index.js';
import { readNamedMatrix, readNamedRecord, writeMatrixPages, writeRunPages } from '../../results/index.js';
import { stopCommands } from '../reporters/command-guard.js';
import { readReporters, requireOneCell, type ReporterOptions } from '../reporters/options.js';
import { writeReports } from '../reporters/write.js';
import { addRegression, chooseReportBaseline, compareWithBaseline } from '../run/compare-baseline.js';
import { loadOutcome } from '../run/stored-outcome.js';
import { displayPath } from '../terminal/style.js';

/** Options of `docknet report`, as commander parses them. */
export interface ReportOptions extends ReporterOptions {
  /** What to compare with; false for nothing. */
  readonly baseline?: string | false;
}

/** `docknet report RECORD`: writes pages or other reports of a run or a matrix again. @returns the exit status. */
export async function report(path: string, options: ReportOptions): Promise<number> {
  const plan = readReporters(options);
  const terminal = plan.usesStdout ? process.stderr : process.stdout;
  const outcome = await loadOutcome(path, plan.strictRules);
  requireOneCell(plan, outcome.cells.length);
  const baseline = await chooseReportBaseline(plan, outcome.cells, options.baseline);
  const guard = stopCommands(terminal, plan.isForGithub);
  try {
    if (plan.hasPages) terminal.write(`report: ${displayPath(await rewritePages(path))}\n`);
    const comparisons = await compareWithBaseline(baseline, outcome.cells, null, null);
    const status = addRegression(outcome.status, comparisons, plan.strictRules);
    return (await writeReports(plan, { outcome: { ...outcome, status }, comparisons }, terminal, guard)) ? 0 : 3;
  } finally {
    guard.end();
  }
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
