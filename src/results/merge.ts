import { copyFile, lstat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { guestKernel } from '../compare/index.js';
import { locateJourneys } from '../evidence/index.js';
import {
  isMatrix,
  makeDirectory,
  ownByCaller,
  readMatrix,
  readRecord,
  RecordError,
  writeMatrix,
  writeRecord,
  type Run,
  type RunRecord,
} from '../record/index.js';
import { groupParts, mergeRecords, mergeRuns, type CellParts, type Part } from './merge-parts.js';
import { ResultsError } from './named.js';

/** A part, and its directory. */
interface StoredPart extends Part {
  /** Absolute path that evidence paths are relative to. */
  readonly directory: string;
  /** Whether it ran only checks that differ between the other cells of its matrix. */
  readonly explains: boolean;
}

/** A merged cell. */
export interface MergedCell {
  readonly name: string;
  /** Relative to the matrix's directory. */
  readonly directory: string;
  readonly record: RunRecord;
  /** What is missing. */
  readonly warnings: readonly string[];
}

/** What a merge needs to know besides the runs. */
export interface MergeOptions {
  /** The directory of the new matrix. */
  readonly directory: string;
  /** Makes a new run id. */
  readonly newId: () => string;
  /** The id of the matrix. */
  readonly id: string;
  /** The arguments docknet was called with. */
  readonly arguments: readonly string[];
  /** Check ids in their order. */
  readonly order: readonly string[];
  /** Names cells uniquely, given each engine's name, with a directory each. */
  readonly nameCells: (engines: readonly string[]) => readonly { readonly name: string; readonly directory: string }[];
}

/**
 * Merges runs and matrices that hold parts of the checks, or different cells, into one matrix with their evidence.
 *
 * @throws ResultsError if one is missing or damaged, or they do not belong together; RecordError if it cannot be
 *   written.
 */
export async function mergePaths(paths: readonly string[], options: MergeOptions): Promise<readonly MergedCell[]> {
  const parts = await readParts(paths);
  const { cells: groups, refusals } = groupParts(parts);
  if (refusals.length > 0) throw new ResultsError(`Not merged: ${refusals.join('\n')}`);
  const [first, ...more] = parts.map(({ record }) => record.run);
  if (first === undefined) throw new ResultsError('No run to merge.');
  await makeDirectory(options.directory);
  const explains = groups.map(({ parts: of }) => of.every((part) => part.explains));
  const names = options.nameCells(groups.map((group) => group.parts[0].name));
  const cells: MergedCell[] = [];
  for (const [n, group] of groups.entries()) {
    const { name, directory } = names[n] ?? { name: '', directory: '' };
    const run = { id: options.newId(), arguments: options.arguments };
    cells.push({
      name,
      directory,
      ...(await mergeCell(group, join(options.directory, directory), run, options.order)),
    });
  }
  await writeMatrix(options.directory, {
    schema: 'docknet-matrix/3',
    run: mergeRuns([first, ...more], { id: options.id, arguments: options.arguments }),
    warnings: cells.flatMap(({ warnings }) => warnings),
    cells: cells.map(({ name, directory, record, warnings }, n) => ({
      name,
      directory,
      run: record.run.id,
      error: warnings[0] ?? null,
      ...(explains[n] === true ? { explains: true } : {}),
    })),
  });
  return cells;
}

/** Writes the record of one cell, and copies the evidence of its parts. */
async function mergeCell(
  group: CellParts<StoredPart>,
  directory: string,
  run: Pick<Run, 'id' | 'arguments'>,
  order: readonly string[],
): Promise<Pick<MergedCell, 'record' | 'warnings'>> {
  const warnings = [...group.warnings];
  for (const part of group.parts) {
    const missing = await copyEvidence(part, directory);
    if (missing !== null) warnings.push(missing);
  }
  const record = mergeRecords(group, run, order);
  await writeRecord(directory, record);
  return { record, warnings };
}

/** Reads the runs and matrices at some paths. @throws ResultsError that lists every missing or damaged one. */
async function readParts(paths: readonly string[]): Promise<StoredPart[]> {
  const errors: string[] = [];
  const parts: StoredPart[] = [];
  for (const path of paths) {
    try {
      parts.push(...(await readPart(path, errors)));
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      errors.push(error.message);
    }
  }
  if (errors.length > 0) throw new ResultsError(`Not merged: ${errors.join('\n')}`);
  return parts;
}

async function readPart(path: string, errors: string[]): Promise<StoredPart[]> {
  if (!(await isMatrix(path))) {
    const { directory, record } = await readRecord(path);
    return [{ label: path, name: nameEngine(record), directory, record, explains: false }];
  }
  return (await readMatrix(path)).cells.flatMap(({ cell, stored }) => {
    if (stored !== null && 'record' in stored)
      return [
        {
          label: join(path, cell.directory ?? cell.name),
          name: cell.name,
          explains: cell.explains === true,
          ...stored,
        },
      ];
    errors.push(
      stored === null
        ? `${cell.name} in ${path} has no record: ${cell.error ?? 'its engine did not come up'} ` +
            "Name the other cells' directories instead."
        : stored.error.message,
    );
    return [];
  });
}

/** Names the engine of a run outside of a matrix by where it came from, and by a virtual machine's kernel. */
function nameEngine({ cell }: RunRecord): string {
  const { engine, firewall } = cell;
  const kernel = guestKernel(cell);
  // A fetched engine's root is in a directory of its name.
  const name = engine.kind === 'directory' ? basename(engine.path.replace(/\/root\/?$/, '')) : engine.kind;
  const backend = firewall.backend === 'nftables' ? '+nftables' : '';
  return `${name}${backend}${kernel === null ? '' : `@linux-${kernel}`}`;
}

/** Copies a part's evidence to the merged record's directory. @returns what is missing; null if nothing is. */
async function copyEvidence({ label, directory, record }: StoredPart, to: string): Promise<string | null> {
  const missing: string[] = [];
  for (const check of record.checks) {
    const { recording } = check.evidence;
    for (const path of new Set(Object.values<string | null>(check.evidence))) {
      if (path !== null && !(await copyFileBelow(directory, path, to))) missing.push(path);
    }
    if (recording !== null) await copyFileBelow(directory, locateJourneys(recording), to);
  }
  if (missing.length === 0) return null;
  const more = missing.length > 1 ? ` and ${missing.length - 1} more files` : '';
  return `${label} lacks evidence that its record names: ${missing[0] ?? ''}${more}`;
}

/**
 * Copies one file. Returns false if it is missing or a link: a part from another machine could link to any file here.
 */
async function copyFileBelow(directory: string, path: string, to: string): Promise<boolean> {
  const from = join(directory, path);
  const isFile = await lstat(from).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isFile) return false;
  const copy = join(to, path);
  await makeDirectory(dirname(copy));
  await copyFile(from, copy);
  await ownByCaller(copy);
  return true;
}
