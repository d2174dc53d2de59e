import { join } from 'node:path';
import {
  exitStatus,
  makeDirectory,
  readMatrix,
  writeMatrix,
  writeRecord,
  type MatrixRecord,
  type RunRecord,
} from '../../record/index.js';
import { SuiteRegistry } from '../../registry/index.js';
import { copyEvidence } from '../../results/merge/copy-evidence.js';
import { mergedRecord, mergedRun, mergeParts, type PartsOfCell } from '../../results/merge/merge-parts.js';
import { readParts, type NamedPart } from '../../results/merge/read-parts.js';
import { writeMatrixPages } from '../../results/page/write-matrix-pages.js';
import { nameCells, newRunId } from '../../runner/index.js';
import { UsageError, worstStatus } from '../errors.js';
import { summarizeMatrix } from '../terminal/run-summary.js';
import { displayPath, escapeLines } from '../terminal/style.js';

interface MergedCell {
  readonly name: string;
  readonly directory: string;
  readonly record: RunRecord;
  readonly errors: readonly string[];
}

/**
 * `docknet merge DIRECTORY…`: makes one matrix of runs of parts of the checks, or on several machines.
 *
 * @returns the exit status of the matrix.
 */
export async function merge(paths: readonly string[], options: { readonly output: string }): Promise<number> {
  const { cells: parts, refusals } = mergeParts(await readParts(paths));
  if (refusals.length > 0) throw new UsageError(`Not merged: ${refusals.join('\n')}`);
  const run = newRunId();
  const directory = join(options.output, run);
  await makeDirectory(directory);
  const cells = await writeCells(parts, directory);
  const errors = cells.flatMap((cell) => cell.errors);
  await writeMatrix(directory, matrixOf(run, parts, cells, errors));
  const page = await writeMatrixPages(await readMatrix(directory));
  process.stdout.write(`${summarizeMatrix(cells, process.stdout)}\nreport: ${displayPath(page)}\n`);
  for (const error of errors) process.stderr.write(`docknet: ${escapeLines(error, '  ')}\n`);
  // An interrupted part is one of the errors; the merge was not interrupted.
  return worstStatus([
    ...cells.map(({ record }) => exitStatus({ ...record, run: { ...record.run, interrupted: false } })),
    errors.length > 0 ? 3 : 0,
  ]);
}

/** Writes the record of each cell, with the evidence of its parts. */
async function writeCells(parts: readonly PartsOfCell<NamedPart>[], directory: string): Promise<MergedCell[]> {
  const names = nameCells(parts.map(({ parts: [first] }) => first.name));
  const { ids } = await SuiteRegistry.open();
  const cells: MergedCell[] = [];
  for (const [n, cell] of parts.entries()) {
    const { name, directory: below } = names[n] ?? { name: '', directory: '' };
    const missing: (string | null)[] = [];
    for (const part of cell.parts) missing.push(await copyEvidence(part, join(directory, below)));
    const record = mergedRecord(cell, { id: newRunId(), arguments: process.argv.slice(2) }, ids);
    await writeRecord(join(directory, below), record);
    cells.push({
      name,
      directory: below,
      record,
      errors: [...cell.warnings, ...missing.filter((error) => error !== null)],
    });
  }
  return cells;
}

function matrixOf(
  run: string,
  parts: readonly PartsOfCell<NamedPart>[],
  cells: readonly MergedCell[],
  errors: readonly string[],
): MatrixRecord {
  const [first, ...more] = parts.flatMap((cell) => cell.parts).map(({ record }) => record.run);
  if (first === undefined) throw new UsageError('No run to merge.');
  return {
    schema: 'docknet-matrix/2',
    run: mergedRun([first, ...more], { id: run, arguments: process.argv.slice(2) }),
    warnings: errors,
    cells: cells.map(({ name, directory, record, errors: [error = null] }) => ({
      name,
      directory,
      run: record.run.id,
      error,
    })),
  };
}
