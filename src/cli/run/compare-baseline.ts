import { hasRegression } from '../../compare/index.js';
import { describeEngine, type Cell } from '../../record/index.js';
import { compareToBaseline, type BaselineChoice, type BaselineComparison } from '../../results/index.js';
import { messageOf } from '../errors.js';
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
 * @param isComplete Whether all of docknet's checks ran, so that checks only the baseline has are listed.
 * @param rewritePages Writes the session's pages again, without the link to a comparison that failed.
 */
export async function compareWithBaseline(
  choice: BaselineChoice,
  cells: readonly CellOutcome[],
  isComplete: boolean,
  terminal: OutputStream,
  rewritePages: () => Promise<unknown>,
): Promise<CellComparison[]> {
  const comparisons: CellComparison[] = [];
  const around = cells.flatMap(({ record, directory }) => (record === null ? [] : [{ record, directory }]));
  for (const { name, record, directory } of cells) {
    if (record === null) continue;
    try {
      const found = await compareToBaseline(
        choice,
        { record, directory },
        isComplete && !record.run.interrupted,
        around,
      );
      if (found === null) continue;
      comparisons.push({ ...found, cell: name });
      terminal.write(
        `\n${introduce(found, record.cell)}\n${formatComparison(found.comparison, terminal)}\n` +
          `comparison: ${displayPath(found.page)}\n`,
      );
    } catch (cause) {
      process.stderr.write(`docknet: The run was not compared: ${escapeLines(messageOf(cause), '  ')}\n`);
      await rewritePages();
    }
  }
  return comparisons;
}

/** Tells whether a comparison that the command line asked for has a regression. */
export const hasRequestedRegression = (comparisons: readonly CellComparison[], strictRules?: boolean): boolean =>
  comparisons.some(({ requested, comparison }) => requested && hasRegression(comparison, strictRules));

function introduce({ requested, baseline }: BaselineComparison, cell: Cell): string {
  return requested
    ? `compared with ${escapeLine(baseline)}:`
    : `no baseline for engine ${escapeLine(describeEngine(cell))}; compared with the nearest, ${baseline} ` +
        '(does not change the exit status; skip it with --no-baseline):';
}
