import { join } from 'node:path';
import { chooseBaseline, hasBaseline, readDurations } from '../../results/index.js';
import { newRunId, runSession, type ExplainingEngine, type NamedEngine } from '../../runner/index.js';
import { exitStatusOf, messageOf, printError, worstStatus } from '../errors.js';
import { handleInterruption } from '../interruption.js';
import { requireHostConsent, requireRoot } from '../permission.js';
import { stopCommands } from '../reporters/command-guard.js';
import { readReporters, requireOneCell, type ReporterPlan } from '../reporters/options.js';
import { writeReports, type Reported } from '../reporters/write.js';
import { addRegression, compareWithBaseline } from '../run/compare-baseline.js';
import { resolveBackends } from '../run/engine-settings.js';
import { chooseExplainingCells } from '../run/explain-cells.js';
import { readRunOptions, type RunOptions } from '../run/options.js';
import { completeSession, type SessionOutcome } from '../run/outcome.js';
import { summarizeMatrix, summarizeRun } from '../terminal/run-summary.js';
import { SessionDisplay } from '../terminal/session-display.js';
import { countOf, displayPath, escapeLines, type OutputStream } from '../terminal/style.js';
import { rewritePages } from './report.js';

type Command = 'run' | 'prove';

/** `docknet run`: runs checks and compares the run with a baseline. @returns the exit status. */
export const run = (patterns: readonly string[], options: RunOptions): Promise<number> =>
  perform('run', patterns, options);

/** `docknet prove`: runs checks, each under its sabotage. @returns the exit status. */
export const prove = (patterns: readonly string[], options: RunOptions): Promise<number> =>
  perform('prove', patterns, options);

async function perform(command: Command, patterns: readonly string[], options: RunOptions): Promise<number> {
  const plan = readReporters(options);
  const terminal = plan.usesStdout ? process.stderr : process.stdout;
  const guard = stopCommands(terminal, plan.isForGithub);
  try {
    const reported = await runChecks(command, patterns, options, plan, terminal);
    const { status } = reported.outcome;
    return (await writeReports(plan, reported, terminal, guard)) ? status : worstStatus([status, 3]);
  } catch (error) {
    const status = exitStatusOf(error);
    printError(error);
    // A usage error is no result of a run.
    if (status > 2) await writeReports(plan, reportError(error, status, options.output), terminal, guard);
    return status;
  } finally {
    guard.end();
  }
}

/** Runs checks, writes the run's pages and compares it with its baseline. */
async function runChecks(
  command: Command,
  patterns: readonly string[],
  options: RunOptions,
  { hasPages, strictRules, ...reporters }: ReporterPlan,
  terminal: OutputStream,
): Promise<Reported> {
  const { notes, ...plan } = await readRunOptions(patterns, options);
  requireOneCell(reporters, plan.engines.length);
  const show = new SessionDisplay(terminal);
  if (plan.engines.some(({ choice }) => choice.kind === 'host')) requireHostConsent(options.yes === true, show.log);
  const baseline = command === 'prove' ? ({ kind: 'none' } as const) : await chooseBaseline(options.baseline);
  requireRoot(command);
  const engines = await resolveBackends(plan.engines);
  for (const note of notes) show.log(note);
  const interruption = handleInterruption(show.log);
  const outcome = await runSession(
    {
      ...plan,
      engines,
      output: options.output,
      sabotaged: command === 'prove',
      durations: await readDurations(),
      arguments: process.argv.slice(2),
      signal: interruption.signal,
      ...(options.explain === true ? { explain: (results) => explain(engines, results, show.log) } : {}),
    },
    show,
  )
    .then((session) => completeSession(session, (cell) => hasBaseline(baseline, cell), strictRules, hasPages))
    .finally(() => {
      interruption.end();
    });
  print(outcome, terminal);
  const rewrite = hasPages ? () => rewritePages(outcome.directory) : null;
  const comparisons = await compareWithBaseline(baseline, outcome.cells, terminal, rewrite);
  return { outcome: { ...outcome, status: addRegression(outcome.status, comparisons, strictRules) }, comparisons };
}

/** Chooses the cells that show what differences follow, and announces them. */
function explain(
  engines: readonly NamedEngine[],
  results: Parameters<typeof chooseExplainingCells>[1],
  log: (text: string) => void,
): readonly ExplainingEngine[] {
  const cells = chooseExplainingCells(engines, results);
  if (cells.length === 0) log('--explain: no missing cell would tell more');
  for (const { engine, ids } of cells) {
    const verb = ids.length === 1 ? 'differs' : 'differ';
    log(`--explain: runs ${countOf(ids.length, 'check')} that ${verb} on ${engine.name}`);
  }
  return cells;
}

/** Returns what to report of a run that could not begin. */
function reportError(error: unknown, status: number, output: string): Reported {
  const directory = join(output, newRunId());
  return {
    outcome: { cells: [], matrix: null, directory, page: null, errors: [messageOf(error)], status },
    comparisons: [],
  };
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
