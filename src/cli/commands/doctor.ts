import { resolve } from 'node:path';
import { diagnose } from '../../doctor/index.js';
import { defaultEngineCache, findPartialEngines, removePartialEngines } from '../../engine/index.js';
import { defaultKernelCache, kernelCache } from '../../machine/index.js';
import { findDeadRuns, sweep } from '../../lab/index.js';
import { colorsFor, countOf, escapeLine } from '../terminal/style.js';

export interface DoctorOptions {
  readonly clean?: boolean;
  readonly engineCache?: string;
  readonly kernelCache?: string;
}

/**
 * `docknet doctor`: lists what is missing, with the command that fixes it.
 *
 * @returns 0, or 3 if something is missing.
 */
export async function doctor(options: DoctorOptions): Promise<number> {
  const colors = colorsFor(process.stdout);
  const cache = resolve(options.engineCache ?? defaultEngineCache());
  const kernels = kernelCache(resolve(options.kernelCache ?? defaultKernelCache()));
  const findings = await diagnose(cache);
  for (const { name, missing, fix, isOptional } of findings) {
    if (missing === null) process.stdout.write(`${colors.green('ok     ')}  ${name}\n`);
    else if (isOptional === true) process.stdout.write(`absent   ${name}: ${escapeLine(missing)}\n         ${fix}\n`);
    else process.stdout.write(`${colors.red('missing')}  ${name}: ${escapeLine(missing)}\n         ${fix}\n`);
  }
  await (options.clean === true ? removeLeftovers(cache, kernels) : listLeftovers(cache, kernels));
  const missing = findings.filter((finding) => finding.missing !== null && finding.isOptional !== true).length;
  process.stdout.write(missing === 0 ? 'docknet can run here.\n' : `${countOf(missing, 'requirement')} missing.\n`);
  return missing === 0 ? 0 : 3;
}

type KernelCache = ReturnType<typeof kernelCache>;

async function removeLeftovers(cache: string, kernels: KernelCache): Promise<void> {
  const removed = [...(await sweep()), ...(await removePartialEngines(cache)), ...(await kernels.removePartial())];
  process.stdout.write(
    removed.length === 0
      ? 'Killed runs and fetches left nothing.\n'
      : `Removed leftovers of killed runs and fetches:\n${removed.map((what) => `  ${what}\n`).join('')}`,
  );
}

async function listLeftovers(cache: string, kernels: KernelCache): Promise<void> {
  const [runs, ...partial] = await Promise.all([findDeadRuns(), findPartialEngines(cache), kernels.findPartial()]);
  const fetches = partial.flat();
  const clean = 'or remove them now: sudo npx docknet doctor --clean';
  if (fetches.length > 0)
    process.stdout.write(
      `Leftovers of killed fetches: ${fetches.join(', ')}. The next fetch of the same name removes them, ${clean}\n`,
    );
  if (runs.length > 0)
    process.stdout.write(
      `Leftovers of killed runs: ${runs.map(({ path }) => path).join(', ')}. The next run removes them, ${clean}\n`,
    );
}
