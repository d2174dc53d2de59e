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
import { UsageError, worstStatus } from '../errors.js';
import { copyEvidence } from '../../results/merge/copy-evidence.js';
import { mergedRecord, mergedRun, mergeParts, type PartsOfCell } from '../../results/merge/merge-parts.js';
import { readParts, type NamedPart } from '../../results/merge/read-parts.js';
import { writeMatrixPages } from '../../results/page/write-matrix-pages.js';
import { SuiteRegistry } from '../../registry/index.js';
import { nameCells, newRunId } from '../../runner/index.js';
import { matrixFindings } from '../terminal/matrix-findings.js';
import { indented } from '../terminal/style.js';
import { shownPath } from '../terminal/shown-path.js';

/** `docknet merge DIR…`: one matrix from runs made in parts, or on different machines. @returns the exit status of the whole. */
export async function merge(paths: readonly string[], options: { readonly output: string }): Promise<number> {
  const { cells: groups, refusals } = mergeParts(await readParts(paths));
  if (refusals.length > 0) throw new UsageError(`not merged: ${refusals.join('\n')}`);
  const run = newRunId();
  const directory = join(options.output, run);
  await makeDirectory(directory);
  const names = nameCells(groups.map(({ parts: [first] }) => first.name));
  const order = (await SuiteRegistry.open()).ids;
  const cells: {
    readonly name: string;
    readonly directory: string;
    readonly record: RunRecord;
    readonly troubles: readonly string[];
  }[] = [];
  for (const [n, parts] of groups.entries()) {
    const { name, directory: below } = names[n] ?? { name: '', directory: '' };
    cells.push({ name, directory: below, ...(await keepCell(parts, join(directory, below), order)) });
  }
  const troubles = cells.flatMap((cell) => cell.troubles);
  const [first, ...more] = groups.flatMap(({ parts }) => parts).map(({ record }) => record.run);
  if (first === undefined) throw new UsageError('nothing to merge was named.');
  const matrix: MatrixRecord = {
    schema: 'docknet-matrix/2',
    run: mergedRun([first, ...more], { id: run, arguments: process.argv.slice(2) }),
    warnings: troubles,
    cells: cells.map((cell) => ({
      name: cell.name,
      directory: cell.directory,
      run: cell.record.run.id,
      error: cell.troubles[0] ?? null,
    })),
  };
  await writeMatrix(directory, matrix);
  const page = await writeMatrixPages(await readMatrix(directory));
  process.stdout.write(`${matrixFindings(cells, process.stdout)}\nreport: ${shownPath(page)}\n`);
  for (const trouble of troubles) process.stderr.write(`docknet: ${indented(trouble, '  ')}\n`);
  // That a part was stopped is one of the troubles; the merging itself was not.
  return worstStatus([
    ...cells.map(({ record }) => exitStatus({ ...record, run: { ...record.run, interrupted: false } })),
    troubles.length > 0 ? 3 : 0,
  ]);
}

/** Writes the record of one cell, with the evidence of its parts. */
async function keepCell(
  cell: PartsOfCell<NamedPart>,
  directory: string,
  order: readonly string[],
): Promise<{ readonly record: RunRecord; readonly troubles: readonly string[] }> {
  const missing: (string | null)[] = [];
  for (const part of cell.parts) missing.push(await copyEvidence(part, directory));
  const record = mergedRecord(cell, { id: newRunId(), arguments: process.argv.slice(2) }, order);
  await writeRecord(directory, record);
  return { record, troubles: [...cell.warnings, ...missing.filter((trouble) => trouble !== null)] };
}
