import { compare as compareSides, comparisonData, type Comparison } from '../../compare/index.js';
import { RecordError } from '../../record/index.js';
import { renderComparisonMarkdown } from '../../report/index.js';
import { runsBetween } from '../../results/compare/between.js';
import { cellsAround } from '../../results/compare/cells.js';
import { comparedPairs } from '../../results/compare/compared-pairs.js';
import { loadSides } from '../../results/compare/load-side.js';
import { writeComparisons, type PlacedComparison } from '../../results/page/write-comparisons.js';
import { UsageError } from '../errors.js';
import { formatComparison } from '../terminal/comparison.js';
import { colorsFor, displayPath, escapeLine } from '../terminal/style.js';

/** Options of `docknet compare`, as commander parses them. */
export interface CompareOptions {
  readonly json?: boolean;
  readonly markdown?: boolean;
  /** Path of the page; none is written without it. */
  readonly page?: string;
}

/** `docknet compare BASE CANDIDATE`. @returns the exit status: 1 for a regression, 0 otherwise. */
export async function compare(base: string, candidate: string, options: CompareOptions): Promise<number> {
  if (options.json === true && options.markdown === true)
    throw new UsageError('--json and --markdown both write to standard output. Pass one of them.');
  const { pairs, notes } = await comparedPairs(base, candidate);
  const around = [...(await cellsAround(base)), ...(await cellsAround(candidate))].map(({ stored }) => stored);
  const placed: PlacedComparison[] = [];
  for (const pair of pairs) {
    const sides = await loadSides(pair.base.stored, pair.candidate.stored);
    const between = await runsBetween(pair.base.stored, pair.candidate.stored, around);
    placed.push({
      cell: pair.candidate.name ?? pair.base.name,
      comparison: compareSides(sides.base, sides.candidate, between),
      directories: { base: sides.base.directory, candidate: sides.candidate.directory },
    });
  }
  const page = options.page === undefined ? null : await writePage(options.page, placed, notes);
  const comparisons = placed.map(({ comparison }) => comparison);
  process.stdout.write(
    options.json === true
      ? formatJson(placed, notes)
      : options.markdown === true
        ? formatMarkdown(comparisons, notes)
        : formatText(comparisons, notes, page),
  );
  return comparisons.some(({ changes }) => changes.some(({ kind }) => kind === 'regression')) ? 1 : 0;
}

async function writePage(path: string, placed: readonly PlacedComparison[], notes: readonly string[]): Promise<string> {
  try {
    return await writeComparisons(path, placed, notes);
  } catch (cause) {
    if (!(cause instanceof RecordError)) throw cause;
    const reason = (cause.cause as Error | undefined)?.message ?? cause.message;
    throw new UsageError(`Cannot write --page ${path}: ${reason}. Pass another file.`, { cause });
  }
}

/** One comparison as it is; several, or one with notes, in a list. */
function formatJson(placed: readonly PlacedComparison[], notes: readonly string[]): string {
  const [only, ...more] = placed;
  const data =
    only !== undefined && more.length === 0 && notes.length === 0
      ? comparisonData(only.comparison)
      : { comparisons: placed.map(({ cell, comparison }) => ({ cell, ...comparisonData(comparison) })), notes };
  return `${JSON.stringify(data, null, 2)}\n`;
}

const formatMarkdown = (comparisons: readonly Comparison[], notes: readonly string[]): string =>
  [...comparisons.map(renderComparisonMarkdown), ...notes.map((note) => `> ${note.replace(/[\\`*_[\]<>|#~\n]/g, ' ')}`)]
    .map((part) => `${part}\n`)
    .join('\n');

function formatText(comparisons: readonly Comparison[], notes: readonly string[], page: string | null): string {
  const colors = colorsFor(process.stdout);
  return [
    comparisons.map((comparison) => `${formatComparison(comparison, process.stdout)}\n`).join('\n'),
    ...notes.map((note) => `${colors.yellow('note')}  ${escapeLine(note)}\n`),
    page === null ? '' : `page: ${displayPath(page)}\n`,
  ].join('');
}
