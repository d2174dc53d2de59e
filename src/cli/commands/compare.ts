import { compare as compareSides, comparisonData, type Comparison } from '../../compare/index.js';
import { RecordError } from '../../record/index.js';
import { renderComparisonMarkdown } from '../../report/index.js';
import { runsBetween } from '../../results/compare/between.js';
import { cellsAround } from '../../results/compare/cells.js';
import { comparedPairs } from '../../results/compare/compared-pairs.js';
import { loadSides } from '../../results/compare/load-side.js';
import { UsageError } from '../errors.js';
import { writeComparisons, type PlacedComparison } from '../../results/page/write-comparisons.js';
import { comparisonText } from '../terminal/comparison.js';
import { oneLine, paintFor } from '../terminal/style.js';
import { shownPath } from '../terminal/shown-path.js';

/** Options of `docknet compare`, as commander hands them over. */
export interface CompareOptions {
  readonly json?: boolean;
  readonly markdown?: boolean;
  /** Where the page goes; none is written without it. */
  readonly page?: string;
}

/** `docknet compare BASE CANDIDATE`. @returns the exit status: 1 where there is a regression, 0 otherwise. */
export async function compare(base: string, candidate: string, options: CompareOptions): Promise<number> {
  if (options.json === true && options.markdown === true)
    throw new UsageError('--json and --markdown both go to standard output: give one of them.');
  const { pairs, notes } = await comparedPairs(base, candidate);
  const around = [...(await cellsAround(base)), ...(await cellsAround(candidate))].map(({ stored }) => stored);
  const placed: PlacedComparison[] = [];
  for (const pair of pairs) {
    const sides = await loadSides(pair.base.stored, pair.candidate.stored);
    placed.push({
      cell: pair.candidate.name ?? pair.base.name,
      comparison: compareSides(
        sides.base,
        sides.candidate,
        await runsBetween(pair.base.stored, pair.candidate.stored, around),
      ),
      directories: { base: sides.base.directory, candidate: sides.candidate.directory },
    });
  }
  const page =
    options.page === undefined
      ? null
      : await writeComparisons(options.page, placed, notes).catch((cause: unknown) => {
          throw cause instanceof RecordError
            ? new UsageError(
                `--page ${options.page ?? ''} could not be written: ${(cause.cause as Error | undefined)?.message ?? cause.message}. Name another file.`,
                { cause },
              )
            : cause;
        });
  const comparisons = placed.map(({ comparison }) => comparison);
  process.stdout.write(
    options.json === true
      ? json(placed, notes)
      : options.markdown === true
        ? markdown(comparisons, notes)
        : text(comparisons, notes, page),
  );
  return comparisons.some(({ changes }) => changes.some(({ kind }) => kind === 'regression')) ? 1 : 0;
}

/** One comparison as it is; several, or one of a matrix that lacks others, in a list with what must be known of it. */
function json(placed: readonly PlacedComparison[], notes: readonly string[]): string {
  const [only, ...more] = placed;
  const data =
    only !== undefined && more.length === 0 && notes.length === 0
      ? comparisonData(only.comparison)
      : { comparisons: placed.map(({ cell, comparison }) => ({ cell, ...comparisonData(comparison) })), notes };
  return `${JSON.stringify(data, null, 2)}\n`;
}

const markdown = (comparisons: readonly Comparison[], notes: readonly string[]): string =>
  [...comparisons.map(renderComparisonMarkdown), ...notes.map((note) => `> ${note.replace(/[\\`*_[\]<>|#~\n]/g, ' ')}`)]
    .map((part) => `${part}\n`)
    .join('\n');

function text(comparisons: readonly Comparison[], notes: readonly string[], page: string | null): string {
  const told = comparisons.map((comparison) => `${comparisonText(comparison, process.stdout)}\n`).join('\n');
  const paint = paintFor(process.stdout);
  return [
    told,
    ...notes.map((note) => `${paint.yellow('note')}  ${oneLine(note)}\n`),
    page === null ? '' : `page: ${shownPath(page)}\n`,
  ].join('');
}
