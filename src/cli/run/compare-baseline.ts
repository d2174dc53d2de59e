import { guestKernel, hasRegression } from '../../compare/index.js';
import { describeEngine, type Cell } from '../../record/index.js';
import {
  chooseBaseline,
  compareToBaseline,
  type BaselineChoice,
  type BaselineComparison,
} from '../../results/index.js';
import { messageOf, worstStatus } from '../errors.js';
import type { ReporterPlan } from '../reporters/options.js';
import { formatComparison } from '../terminal/comparison.js';
import { displayPath, escapeLine, escapeLines, type OutputStream } from '../terminal/style.js';
import type { CellOutcome } from './outcome.js';

/** The comparison of one cell of a session. */
export interface CellComparison extends BaselineComparison {
  /** The engine's name as given on the command line. */
  readonly cell: string;
}

/**
 * Compares each cell of a session with its baseline and prints what changed. A comparison that fails is reported and
 * changes no verdict.
 *
 * @param terminal Where to print; null for nowhere.
 * @param rewritePages Writes the session's pages again, without the link to a comparison that failed; null for a
 *   session without pages, whose comparisons get none either.
 */
export async function compareWithBaseline(
  choice: BaselineChoice,
  cells: readonly CellOutcome[],
  terminal: OutputStream | null,
  rewritePages: (() => Promise<unknown>) | null,
): Promise<CellComparison[]> {
  const comparisons: CellComparison[] = [];
  const around = cells.flatMap(({ record, directory }) => (record === null ? [] : [{ record, directory }]));
  for (const { name, record, directory, explains } of cells) {
    if (record === null || explains) continue;
    try {
      const found = await compareToBaseline(choice, { record, directory }, around, rewritePages !== null);
      if (found === null) continue;
      comparisons.push({ ...found, cell: name });
      terminal?.write(
        `\n${introduce(found, record.cell)}\n${formatComparison(found.comparison, terminal)}\n` +
          (found.page === null ? '' : `comparison: ${displayPath(found.page)}\n`),
      );
    } catch (cause) {
      process.stderr.write(`docknet: The run was not compared: ${escapeLines(messageOf(cause), '  ')}\n`);
      await rewritePages?.();
    }
  }
  return comparisons;
}

/** Tells whether a comparison that the command line asked for has a regression. */
const hasRequestedRegression = (comparisons: readonly CellComparison[], strictRules: boolean): boolean =>
  comparisons.some(({ requested, comparison }) => requested && hasRegression(comparison, strictRules));

/**
 * Chooses what a stored run is compared with for its reports: the same as `docknet run` does. Pages alone are compared
 * with a named baseline only, a run of `docknet prove` with nothing.
 *
 * @throws ResultsError if there is no such baseline or run.
 */
export function chooseReportBaseline(
  { reporters }: Pick<ReporterPlan, 'reporters'>,
  cells: readonly Pick<CellOutcome, 'record'>[],
  option: string | false | undefined,
): Promise<BaselineChoice> {
  const isProve = cells.some(({ record }) => record?.run.sabotaged === true);
  const hasPagesAlone = reporters.every(({ name }) => name === 'html');
  return chooseBaseline(isProve || (hasPagesAlone && option === undefined) ? false : option);
}

/** Returns an exit status, with 1 for a requested comparison that has a regression. */
export const addRegression = (status: number, comparisons: readonly CellComparison[], strictRules: boolean): number =>
  hasRequestedRegression(comparisons, strictRules) ? worstStatus([status, 1]) : status;

function introduce({ requested, baseline }: BaselineComparison, cell: Cell): string {
  const kernel = guestKernel(cell);
  const onKernel = kernel === null ? '' : ` on kernel ${escapeLine(kernel)}`;
  return requested
    ? `compared with ${escapeLine(baseline)}:`
    : `no baseline for engine ${escapeLine(describeEngine(cell))}${onKernel}; compared with the nearest, ${baseline} ` +
        '(does not change the exit status; skip it with --no-baseline):';
}
