import { resolve } from 'node:path';
import { findPartialEngines, removePartialEngines } from '../../engine/index.js';
import { sweep } from '../../lab/index.js';
import { findDeadRuns } from '../../lab/index.js';
import { diagnose } from '../../doctor/index.js';
import { oneLine, paintFor } from '../terminal/style.js';

export interface DoctorOptions {
  readonly clean?: boolean;
  readonly engineCache: string;
}

/** `docknet doctor`: what is missing here, and the command that mends it. @returns 0, or 3 where something is missing. */
export async function doctor(options: DoctorOptions): Promise<number> {
  const paint = paintFor(process.stdout);
  const findings = await diagnose();
  for (const { name, missing, mend } of findings) {
    if (missing === null) process.stdout.write(`${paint.green('ok     ')}  ${name}\n`);
    else process.stdout.write(`${paint.red('missing')}  ${name}: ${oneLine(missing)}\n         ${mend}\n`);
  }
  await (options.clean === true ? clean(resolve(options.engineCache)) : tellLeftovers(resolve(options.engineCache)));
  const wanting = findings.filter(({ missing }) => missing !== null).length;
  process.stdout.write(
    wanting === 0 ? 'docknet can run here.\n' : `${wanting} ${wanting === 1 ? 'thing is' : 'things are'} missing.\n`,
  );
  return wanting === 0 ? 0 : 3;
}

async function clean(cache: string): Promise<void> {
  const removed = [...(await sweep()), ...(await removePartialEngines(cache))];
  process.stdout.write(
    removed.length === 0
      ? 'Nothing is left of killed runs and fetches.\n'
      : `Removed what killed runs and fetches had left:\n${removed.map((what) => `  ${what}\n`).join('')}`,
  );
}

async function tellLeftovers(cache: string): Promise<void> {
  const [dead, halfMade] = await Promise.all([findDeadRuns(), findPartialEngines(cache)]);
  if (halfMade.length > 0)
    process.stdout.write(
      `Left by killed fetches: ${halfMade.join(', ')}. The next fetch of the same engine clears it, or: sudo npx docknet doctor --clean\n`,
    );
  if (dead.length > 0)
    process.stdout.write(
      `Left by killed runs: ${dead.map(({ path }) => path).join(', ')}. The next run clears it, or: sudo npx docknet doctor --clean\n`,
    );
}
