import { appendFile, stat, truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeDirectory, RecordError, writeWhole } from '../../record/index.js';
import {
  maxSummary,
  renderAnnotations,
  renderCtrf,
  renderJunit,
  renderSummary,
  renderTap,
  type CiReport,
} from '../../report/index.js';
import { renderSingleFile } from '../../results/index.js';
import { messageOf } from '../errors.js';
import type { CellComparison } from '../run/compare-baseline.js';
import type { SessionOutcome } from '../run/outcome.js';
import { runJson } from '../terminal/json.js';
import { displayPath, escapeLine, type OutputStream } from '../terminal/style.js';
import { buildCiReport } from './ci-report.js';
import type { CommandGuard } from './command-guard.js';
import type { Reporter, ReporterPlan } from './options.js';

/** A run or a matrix to report. */
export interface Reported {
  readonly outcome: SessionOutcome;
  readonly comparisons: readonly CellComparison[];
}

/**
 * Writes the reports that a command line asks for but html's pages. Each file appears whole or not at all; what cannot
 * be written is printed.
 *
 * @param guard Lets GitHub's commands through.
 * @returns false if one could not be written.
 */
export async function writeReports(
  plan: ReporterPlan,
  { outcome, comparisons }: Reported,
  terminal: OutputStream,
  guard: CommandGuard,
): Promise<boolean> {
  const draws = plan.reporters.some(({ name }) => name === 'github' || name === 'markdown');
  const report = await buildCiReport(outcome, comparisons, plan, draws);
  let failed = false;
  for (const reporter of plan.reporters) {
    try {
      await writeReport(reporter, report, { outcome, comparisons }, terminal);
    } catch (cause) {
      failed = true;
      process.stderr.write(`docknet: The report ${reporter.name} was not written: ${escapeLine(messageOf(cause))}\n`);
    }
  }
  guard.end();
  if (plan.isForGithub) terminal.write(renderAnnotations(report));
  return !failed;
}

async function writeReport(
  { name, target }: Reporter,
  report: CiReport,
  reported: Reported,
  terminal: OutputStream,
): Promise<void> {
  if (target === null) {
    if (name === 'github') await appendSummary(report, terminal);
    return;
  }
  const text = await renderers[name](report, reported);
  if (target.kind === 'stdout') {
    process.stdout.write(text);
    return;
  }
  const path = target.kind === 'file' ? target.path : join(reported.outcome.directory, target.name);
  await makeDirectory(dirname(path));
  await writeWhole(path, text);
  terminal.write(`${name}: ${displayPath(path)}\n`);
}

type Render = (report: CiReport, reported: Reported) => string | Promise<string>;

const renderers: Readonly<Record<Reporter['name'], Render>> = {
  html: (report, { outcome: { cells } }) => {
    const [cell] = cells;
    return renderSingleFile(cell?.record ?? null, cell?.directory ?? '', report.problems);
  },
  junit: renderJunit,
  ctrf: renderCtrf,
  github: (report) => renderSummary(report),
  markdown: (report) => renderSummary(report),
  json: (_, { outcome, comparisons }) => `${JSON.stringify(runJson(outcome, comparisons), null, 2)}\n`,
  tap: renderTap,
};

/** Appends the summary to the step's, within what is left of GitHub's limit for both. */
async function appendSummary(report: CiReport, terminal: OutputStream): Promise<void> {
  const { GITHUB_STEP_SUMMARY: path = '' } = process.env;
  if (path === '') {
    terminal.write('docknet: GITHUB_STEP_SUMMARY is not set; pass --reporter github=FILE for the job summary\n');
    return;
  }
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  try {
    await appendFile(path, renderSummary(report, Math.max(0, maxSummary - size)));
  } catch (cause) {
    await truncate(path, size).catch(() => undefined);
    throw new RecordError(`${path} could not be written: ${messageOf(cause)}.`, { cause });
  }
}
