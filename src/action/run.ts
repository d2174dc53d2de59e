import { conclude, countCells } from './conclusion.js';
import { locateReport, type Inputs } from './inputs.js';
import { mergeParts } from './merge-parts.js';
import { readRecords } from './outcome.js';
import { runChecks } from './run-checks.js';
import { addSummary, annotate, quoteMarkdown, setOutputs } from './workflow-commands.js';

/**
 * Runs the checks, or merges the artifacts of other jobs, and sets the action's outputs. `exit-status` is what the
 * action's last step exits with, after the upload.
 *
 * @returns 0: the outputs say how it went.
 */
export async function run(inputs: Inputs): Promise<number> {
  const outcome = await (inputs.merge ? mergeParts(inputs) : runChecks(inputs));
  const { exitStatus, directory, isWhole, regressions, missing } = outcome;
  const records = directory === null || missing !== null ? [] : await readRecords(directory);
  const counts = countCells(records, regressions);
  const { conclusion, status } = conclude(exitStatus, isWhole, counts, inputs.failOn);
  await setOutputs({ ...counts, conclusion, 'exit-status': status });
  if (directory !== null) await setOutputs(locateFiles(inputs, directory));
  if (missing === null) await setOutputs({ recorded: 'true' });
  else await explainMissing(inputs, missing, conclusion);
  return 0;
}

const locateFiles = (inputs: Inputs, directory: string): Record<string, string> => ({
  'report-path': directory,
  'junit-path': locateReport(inputs, 'junit', directory) ?? '',
  'ctrf-path': locateReport(inputs, 'ctrf', directory) ?? '',
});

/** Says why no check was recorded: there is no report to read it in. */
async function explainMissing(inputs: Inputs, reason: string, conclusion: string): Promise<void> {
  const text = reason === '' ? 'No check was recorded. The log says why.' : reason;
  if (inputs.annotations) annotate('error', text);
  if (inputs.summary) await addSummary(`### docknet: ${conclusion}\n\n${quoteMarkdown(text)}`);
}
