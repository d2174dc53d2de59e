import { basename, join } from 'node:path';
import { exitStatus, readMatrix } from '../../record/index.js';
import { SuiteRegistry } from '../../registry/index.js';
import { mergePaths, writeMatrixPages, type MergedCell } from '../../results/index.js';
import { nameCells, newRunId } from '../../runner/index.js';
import { worstStatus } from '../errors.js';
import { stopCommands } from '../reporters/command-guard.js';
import { readReporters, requireOneCell, type ReporterOptions } from '../reporters/options.js';
import { writeReports } from '../reporters/write.js';
import { addRegression, chooseReportBaseline, compareWithBaseline } from '../run/compare-baseline.js';
import { loadOutcome } from '../run/stored-outcome.js';
import { summarizeMatrix } from '../terminal/run-summary.js';
import { displayPath, escapeLines } from '../terminal/style.js';

/** Options of `docknet merge`, as commander parses them. */
export interface MergeOptions extends ReporterOptions {
  readonly output: string;
  /** What to compare with; false for nothing. */
  readonly baseline?: string | false;
}

/**
 * `docknet merge DIRECTORY…`: makes one matrix of runs of parts of the checks, or on several machines.
 *
 * @returns the exit status of the matrix.
 */
export async function merge(paths: readonly string[], options: MergeOptions): Promise<number> {
  const plan = readReporters(options);
  const terminal = plan.usesStdout ? process.stderr : process.stdout;
  const guard = stopCommands(terminal, plan.isForGithub);
  try {
    const directory = join(options.output, newRunId());
    const cells = await mergeCells(paths, directory);
    requireOneCell(plan, cells.length);
    const baseline = await chooseReportBaseline(plan, cells, options.baseline);
    const isNamed = baseline.kind === 'named';
    const writePages = async () => writeMatrixPages(await readMatrix(directory), () => Promise.resolve(isNamed));
    terminal.write(`${summarizeMatrix(cells, terminal)}\n`);
    if (plan.hasPages) terminal.write(`report: ${displayPath(await writePages())}\n`);
    const warnings = cells.flatMap((cell) => cell.warnings);
    for (const warning of warnings) process.stderr.write(`docknet: ${escapeLines(warning, '  ')}\n`);
    const outcome = await loadOutcome(directory, plan.strictRules);
    const rewritePages = plan.hasPages ? () => rewriteMatrixPages(directory) : null;
    const comparisons = isNamed
      ? await compareWithBaseline(baseline, outcome.cells, terminal, rewritePages)
      : await compareWithBaseline(baseline, outcome.cells, null, null);
    const status = addRegression(statusOf(cells, plan.strictRules), comparisons, plan.strictRules);
    const isWritten = await writeReports(plan, { outcome: { ...outcome, status }, comparisons }, terminal, guard);
    return isWritten ? status : worstStatus([status, 3]);
  } finally {
    guard.end();
  }
}

const rewriteMatrixPages = async (directory: string): Promise<string> => writeMatrixPages(await readMatrix(directory));

async function mergeCells(paths: readonly string[], directory: string): Promise<readonly MergedCell[]> {
  return mergePaths(paths, {
    directory,
    id: basename(directory),
    newId: newRunId,
    arguments: process.argv.slice(2),
    order: (await SuiteRegistry.open()).ids,
    nameCells,
  });
}

/** An interrupted part is one of the warnings; the merge was not interrupted. */
const statusOf = (cells: readonly MergedCell[], strictRules: boolean): number =>
  worstStatus(
    cells.flatMap(({ record, warnings }) => [
      exitStatus({ ...record, run: { ...record.run, interrupted: false } }, strictRules),
      warnings.length > 0 ? 3 : 0,
    ]),
  );
