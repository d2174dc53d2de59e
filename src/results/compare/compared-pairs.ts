import { isMatrix } from '../../record/index.js';
import { ResultsError } from '../error.js';
import { chooseOf, matrixCells, type MatrixCells } from './cells.js';
import { comparedRecord, refuseSabotaged } from './load-side.js';
import { pairCells, type CellPair } from './pair-cells.js';

/** What `docknet compare` compares, and what a reader must know who misses a cell. */
export interface ComparedPairs {
  /** One, or several of two matrices. */
  readonly pairs: readonly CellPair[];
  readonly notes: readonly string[];
}

/**
 * What two names on a command line mean: two runs, or of a matrix its cells, each with the one of the same engine on the other side.
 *
 * @throws ResultsError where one of them is not there or cannot be read, and where no two cells have the same engine.
 */
export async function comparedPairs(base: string, candidate: string): Promise<ComparedPairs> {
  const [was, is] = [await sideNamed(base), await sideNamed(candidate)];
  if (!was.matrix && !is.matrix) return { pairs: [{ base: was.cells[0]!, candidate: is.cells[0]! }], notes: [] };
  const { pairs, alone } = pairCells(was.cells, is.cells);
  if (pairs.length === 0) {
    const choices = [
      [base, was],
      [candidate, is],
    ] as const;
    throw new ResultsError(
      `${base} and ${candidate} have no cell of the same engine. ${choices.map(([name, { matrix, cells }]) => (matrix ? `${name} is a matrix. ${chooseOf(name, cells)}` : `${name} is engine ${cells[0]!.stored.record.cell.engine.version}.`)).join(' ')}`,
    );
  }
  const left = [
    [was.matrix, base, alone.base],
    [is.matrix, candidate, alone.candidate],
  ] as const;
  return {
    pairs,
    notes: [
      ...was.missing,
      ...is.missing,
      ...left.flatMap(([matrix, name, cells]) =>
        matrix
          ? cells.map(
              (cell) =>
                `${cell.name ?? ''} (engine ${cell.stored.record.cell.engine.version}) in ${name} has no cell of the same engine to be compared with, or more than one.`,
            )
          : [],
      ),
    ],
  };
}

async function sideNamed(named: string): Promise<MatrixCells & { readonly matrix: boolean }> {
  if (!(await isMatrix(named)))
    return { matrix: false, cells: [{ name: null, stored: await comparedRecord(named) }], missing: [] };
  const cells = await matrixCells(named);
  for (const { stored } of cells.cells) refuseSabotaged(named, stored);
  return { matrix: true, ...cells };
}
