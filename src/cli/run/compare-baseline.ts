import type { CellOutcome } from './outcome.js';
import { shownPath } from '../terminal/shown-path.js';
import { comparisonText } from '../terminal/comparison.js';
import { indented, oneLine, type Terminal } from '../terminal/style.js';
import { compareRun, type BaselineChoice, type RunComparison } from '../../results/compare/compare-run.js';

/** A run's comparison, by the name that its engine was given. */
export interface CellComparison extends RunComparison {
  readonly cell: string;
}

/**
 * Compares each engine's run with its baseline and tells what changed. What keeps one from being compared is said, and no verdict is changed by it.
 *
 * @param again Writes the pages again that say where the comparison is: without one that came to nothing.
 */
export async function compareCells(
  choice: BaselineChoice,
  cells: readonly CellOutcome[],
  whole: boolean,
  terminal: Terminal,
  again: () => Promise<unknown>,
): Promise<CellComparison[]> {
  const compared: CellComparison[] = [];
  const around = cells.flatMap(({ record, directory }) => (record === null ? [] : [{ record, directory }]));
  for (const { name, record, directory } of cells) {
    if (record === null) continue;
    try {
      const found = await compareRun(choice, { record, directory }, whole && !record.run.interrupted, around);
      if (found === null) continue;
      compared.push({ ...found, cell: name });
      terminal.write(
        `\n${introduction(found, record.cell.engine.version)}\n${comparisonText(found.comparison, terminal)}\ncomparison: ${shownPath(found.page)}\n`,
      );
    } catch (cause) {
      process.stderr.write(
        `docknet: the run was not compared: ${indented(cause instanceof Error ? cause.message : String(cause), '  ')}\n`,
      );
      await again();
    }
  }
  return compared;
}

/** True where a comparison that was asked for shows a regression. */
export const regressed = (comparisons: readonly CellComparison[]): boolean =>
  comparisons.some(({ asked, comparison }) => asked && comparison.changes.some(({ kind }) => kind === 'regression'));

function introduction({ asked, baseline }: RunComparison, version: string): string {
  return asked
    ? `compared with ${oneLine(baseline)}:`
    : `there is no baseline for engine ${oneLine(version)}; compared with the nearest, ${baseline} (for your information: it does not change the exit status; --no-baseline leaves it out):`;
}
