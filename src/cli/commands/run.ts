import { chooseBaseline, hasBaseline, readDurations } from '../../results/index.js';
import { runSession, type SessionListener } from '../../runner/index.js';
import { worstStatus } from '../errors.js';
import { handleInterruption } from '../interruption.js';
import { requireHostConsent, requireRoot } from '../permission.js';
import { compareWithBaseline, hasRequestedRegression } from '../run/compare-baseline.js';
import { resolveBackends } from '../run/engine-settings.js';
import { readRunOptions, type RunOptions } from '../run/options.js';
import { completeSession, type SessionOutcome } from '../run/outcome.js';
import { runJson } from '../terminal/json.js';
import { RunProgress } from '../terminal/run-progress.js';
import { summarizeMatrix, summarizeRun } from '../terminal/run-summary.js';
import { displayPath, escapeLines, type OutputStream } from '../terminal/style.js';
import { rewritePages } from './report.js';

/** `docknet run`: runs checks and compares the run with a baseline. @returns the exit status. */
export const run = (patterns: readonly string[], options: RunOptions): Promise<number> =>
  perform('run', patterns, options);

/** `docknet prove`: runs checks, each under its sabotage. @returns the exit status. */
export const prove = (patterns: readonly string[], options: RunOptions): Promise<number> =>
  perform('prove', patterns, options);

async function perform(command: 'run' | 'prove', patterns: readonly string[], options: RunOptions): Promise<number> {
  const { isComplete, notes, ...plan } = await readRunOptions(patterns, options);
  const terminal = options.json === true ? process.stderr : process.stdout;
  const show = new SessionDisplay(terminal, plan.ids);
  if (plan.engines.some(({ choice }) => choice.kind === 'host')) requireHostConsent(options.yes === true, show.log);
  const baseline = command === 'prove' ? ({ kind: 'none' } as const) : await chooseBaseline(options.baseline);
  requireRoot(command);
  const engines = await resolveBackends(plan.engines);
  for (const note of notes) show.log(note);
  const interruption = handleInterruption(show.log);
  const result = await runSession(
    {
      ...plan,
      engines,
      output: options.output,
      sabotaged: command === 'prove',
      durations: await readDurations(),
      arguments: process.argv.slice(2),
      signal: interruption.signal,
    },
    show,
  )
    .then((session) => completeSession(session, (cell) => hasBaseline(baseline, cell), options.strictRules))
    .finally(() => {
      interruption.end();
    });
  print(result, terminal);
  const comparisons = await compareWithBaseline(baseline, result.cells, isComplete, terminal, () =>
    rewritePages(result.directory),
  );
  const status = hasRequestedRegression(comparisons, options.strictRules)
    ? worstStatus([result.status, 1])
    : result.status;
  if (options.json === true)
    process.stdout.write(`${JSON.stringify(runJson({ ...result, status }, comparisons), null, 2)}\n`);
  return status;
}

/** Shows a session's progress. */
class SessionDisplay implements SessionListener {
  private progress: RunProgress | null = null;

  constructor(
    private readonly terminal: OutputStream,
    private readonly ids: readonly string[],
  ) {}

  readonly log = (text: string): void => {
    if (this.progress === null) this.terminal.write(`docknet: ${text}\n`);
    else this.progress.log(`docknet: ${text}`);
  };

  swept(leftovers: readonly string[]): void {
    const more = leftovers.length > 2 ? ` and ${leftovers.length - 2} more` : '';
    this.log(`Removed leftovers of a killed run: ${leftovers.slice(0, 2).join(', ')}${more}`);
  }

  began(cells: readonly { readonly name: string }[]): void {
    this.progress = new RunProgress(
      this.terminal,
      cells.map(({ name }) => name),
      this.ids,
    );
  }

  started(cell: string, id: string): void {
    this.progress?.started(cell, id);
  }

  checked(cell: string, check: Parameters<SessionListener['checked']>[1]): void {
    this.progress?.checked(cell, check);
  }

  warned(text: string): void {
    this.log(text);
  }

  ended(): void {
    this.progress?.end();
    this.progress = null;
  }
}

function print({ cells, matrix, page, errors }: SessionOutcome, terminal: OutputStream): void {
  const [record = null] = cells.map((cell) => cell.record);
  if (matrix !== null) terminal.write(`\n${summarizeMatrix(cells, terminal)}\n`);
  else if (record !== null) terminal.write(`\n${summarizeRun(record, terminal)}\n`);
  if (page !== null) terminal.write(`report: ${displayPath(page)}\n`);
  for (const error of errors) process.stderr.write(`docknet: ${escapeLines(error, '  ')}\n`);
  if (cells.every((cell) => cell.record === null) && errors.length === 0)
    terminal.write('docknet: Interrupted before an engine was ready; nothing was recorded\n');
}
