/** The steps of action.yml that need docknet built: `node dist/src/action/main.js engines|kernels|run|report`. */
import { fetchEngines } from './fetch-engines.js';
import { fetchKernels } from './fetch-kernels.js';
import { InputError, readInputs, type Inputs } from './inputs.js';
import { report } from './report.js';
import { run } from './run.js';
import { annotate, setOutputs } from './workflow-commands.js';

const steps: Readonly<Record<string, (inputs: Inputs) => Promise<number>>> = {
  engines: fetchEngines,
  kernels: fetchKernels,
  run,
  report,
};

try {
  const step = steps[process.argv[2] ?? ''];
  if (step === undefined)
    throw new Error(`No step "${process.argv[2] ?? ''}". Steps: ${Object.keys(steps).join(', ')}.`);
  process.exitCode = await step(readInputs(process.env));
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  annotate('error', error.message);
  await setOutputs({ conclusion: 'usage' });
  process.exitCode = 2;
}
