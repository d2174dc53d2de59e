import { exportComparison, hasRegression, type Comparison } from '../../compare/index.js';
import { RecordError } from '../../record/index.js';
import { renderComparisonMarkdown } from '../../report/index.js';
import { compareNamed, writeComparisons, type StoredComparison } from '../../results/index.js';
import { UsageError } from '../errors.js';
import { formatComparison } from '../terminal/comparison.js';
import { colorsFor, displayPath, escapeLine } from '../terminal/style.js';

/** Options of `docknet compare`, as commander parses them. */
export interface CompareOptions {
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly strictRules?: boolean;
  /** Path of the page; none is written without it. */
  readonly page?: string;
}

/** `docknet compare BASE CANDIDATE`. @returns the exit status: 1 for a regression, 0 otherwise. */
export async function compare(base: string, candidate: string, options: CompareOptions): Promise<number> {
  if (options.json === true && options.markdown === true)
    throw new UsageError('--json and --markdown both write to standard output. Pass one of them.');
  const { comparisons: stored, notes } = await compareNamed(base, candidate);
  const page = options.page === undefined ? null : await writePage(options.page, stored, notes);
  const comparisons = stored.map(({ comparison }) => comparison);
  process.stdout.write(
    options.json === true
      ? formatJson(stored, notes)
      : options.markdown === true
        ? formatMarkdown(comparisons, notes)
        : formatText(comparisons, notes, page),
  );
  return comparisons.some((comparison) => hasRegression(comparison, options.strictRules)) ? 1 : 0;
}

async function writePage(path: string, stored: readonly StoredComparison[], notes: readonly string[]): Promise<string> {
  try {
    return await writeComparisons(path, stored, notes);
  } catch (cause) {
    if (!(cause instanceof RecordError)) throw cause;
    const reason = (cause.cause as Error | undefined)?.message ?? cause.message;
    throw new UsageError(`Cannot write --page ${path}: ${reason}. Pass another file.`, { cause });
  }
}

/** One comparison as it is; several, or one with notes, in a list. */
function formatJson(stored: readonly StoredComparison[], notes: readonly string[]): string {
  const [only, ...more] = stored;
  const data =
    only !== undefined && more.length === 0 && notes.length === 0
      ? exportComparison(only.comparison)
      : { comparisons: stored.map(({ cell, comparison }) => ({ cell, ...exportComparison(comparison) })), notes };
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
