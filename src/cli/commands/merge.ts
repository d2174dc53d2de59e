import { join } from 'node:path';
import { exitStatus, readMatrix } from '../../record/index.js';
import { SuiteRegistry } from '../../registry/index.js';
import { mergePaths, writeMatrixPages } from '../../results/index.js';
import { nameCells, newRunId } from '../../runner/index.js';
import { worstStatus } from '../errors.js';
import { summarizeMatrix } from '../terminal/run-summary.js';
import { displayPath, escapeLines } from '../terminal/style.js';

/** Options of `docknet merge`, as commander parses them. */
export interface MergeOptions {
  readonly output: string;
  readonly strictRules?: boolean;
}

/**
 * `docknet merge DIRECTORY…`: makes one matrix of runs of parts of the checks, or on several machines.
 *
 * @returns the exit status of the matrix.
 */
export async function merge(paths: readonly string[], options: MergeOptions): Promise<number> {
  const id = newRunId();
  const directory = join(options.output, id);
  const cells = await mergePaths(paths, {
    directory,
    id,
    newId: newRunId,
    arguments: process.argv.slice(2),
    order: (await SuiteRegistry.open()).ids,
    nameCells,
  });
  const warnings = cells.flatMap((cell) => cell.warnings);
  const page = await writeMatrixPages(await readMatrix(directory));
  process.stdout.write(`${summarizeMatrix(cells, process.stdout)}\nreport: ${displayPath(page)}\n`);
  for (const warning of warnings) process.stderr.write(`docknet: ${escapeLines(warning, '  ')}\n`);
  // An interrupted part is one of the warnings; the merge was not interrupted.
  return worstStatus([
    ...cells.map(({ record }) =>
      exitStatus({ ...record, run: { ...record.run, interrupted: false } }, options.strictRules),
    ),
    warnings.length > 0 ? 3 : 0,
  ]);
}
