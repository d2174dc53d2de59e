import { formatBaseline } from './arguments.js';
import { runDocknet } from './docknet.js';
import type { Inputs } from './inputs.js';
import { unusedSummary } from './places.js';
import { annotate } from './workflow-commands.js';

/**
 * Writes the annotations and the job's summary, after the upload: the summary links the artifact.
 *
 * @returns the job's exit status.
 */
export async function report(inputs: Inputs): Promise<number> {
  const { DOCKNET_REPORT = '', DOCKNET_ARTIFACT = '', DOCKNET_EXIT_STATUS = '' } = process.env;
  if (DOCKNET_REPORT !== '' && (inputs.summary || inputs.annotations)) {
    const options = [
      `--reporter=github${inputs.summary ? '' : `=${unusedSummary()}`}`,
      ...(DOCKNET_ARTIFACT === '' ? [] : [`--artifact-url=${DOCKNET_ARTIFACT}`]),
      ...formatBaseline(inputs),
    ];
    const { status } = await runDocknet(['report', ...options, '--', DOCKNET_REPORT], {
      annotates: true,
      quiet: !inputs.annotations,
    });
    if (status !== 0) annotate('warning', `The job's summary could not be written (exit status ${status}).`);
  }
  return DOCKNET_EXIT_STATUS === '' ? 4 : Number(DOCKNET_EXIT_STATUS);
}
