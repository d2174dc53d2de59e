import { basename, join, relative, resolve } from 'node:path';
import { isMatrix, readMatrix, readRecord, RecordError, type RunRecord } from '../../record/index.js';
import type { Part } from './merge-parts.js';
import { ResultsError } from '../error.js';

/** A run that was named on the command line, or a cell of a matrix that was. */
export interface NamedPart extends Part {
  /** Absolute path of the directory that its evidence paths are relative to. */
  readonly directory: string;
}

/** Reads the runs and matrices that a command line names. @throws ResultsError that names every one that is damaged or not there. */
export async function readParts(paths: readonly string[]): Promise<NamedPart[]> {
  const damaged: string[] = [];
  const parts: NamedPart[] = [];
  for (const path of paths) {
    try {
      parts.push(...(await read(path, damaged)));
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      damaged.push(error.message);
    }
  }
  if (damaged.length > 0) throw new ResultsError(`not merged: ${damaged.join('\n')}`);
  return parts;
}

async function read(path: string, damaged: string[]): Promise<NamedPart[]> {
  if (!(await isMatrix(path))) {
    const { directory, record } = await readRecord(path);
    return [{ label: path, name: nameOf(record), directory, record }];
  }
  const { directory, cells } = await readMatrix(path);
  return cells.flatMap(({ cell, stored }) => {
    const label = join(path, cell.directory ?? cell.name);
    if (stored !== null && 'record' in stored)
      return [{ label, name: cell.name, directory: stored.directory, record: stored.record }];
    damaged.push(
      stored === null
        ? `${cell.name} in ${relative(resolve('.'), directory) || directory} has no record: ${cell.error ?? 'its engine did not come up'} Name the other cells' directories instead.`
        : stored.error.message,
    );
    return [];
  });
}

/** What an engine is called that was run alone: where it came from. */
function nameOf({ cell: { engine } }: RunRecord): string {
  if (engine.kind !== 'directory') return engine.kind;
  // A fetched engine's root lies in a directory of its name.
  return basename(engine.path.replace(/\/root\/?$/, ''));
}
