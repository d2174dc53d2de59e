import { compare as compareSides, comparisonData } from '../../compare/index.js';
import { RecordError } from '../../record/index.js';
import { comparisonMarkdown } from '../../report/index.js';
import { comparedRecord, loadSides } from '../compare/load-side.js';
import { UsageError } from '../exit.js';
import { writeComparison } from '../page/write-comparison.js';
import { comparisonText } from '../terminal/comparison.js';
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
  if (options.json === true && options.markdown === true) throw new UsageError('--json and --markdown both go to standard output: give one of them.');
  const sides = await loadSides(await comparedRecord(base), await comparedRecord(candidate));
  const comparison = compareSides(sides.base, sides.candidate);
  const page = options.page === undefined ? null
    : await writeComparison(options.page, comparison, { base: sides.base.directory, candidate: sides.candidate.directory }).catch((cause: unknown) => {
      throw cause instanceof RecordError ? new UsageError(`--page ${options.page ?? ''} could not be written: ${(cause.cause as Error | undefined)?.message ?? cause.message}. Name another file.`, { cause }) : cause;
    });
  if (options.json === true) process.stdout.write(`${JSON.stringify(comparisonData(comparison), null, 2)}\n`);
  else if (options.markdown === true) process.stdout.write(`${comparisonMarkdown(comparison)}\n`);
  else process.stdout.write(`${comparisonText(comparison, process.stdout)}\n${page === null ? '' : `page: ${shownPath(page)}\n`}`);
  return comparison.changes.some(({ kind }) => kind === 'regression') ? 1 : 0;
}
