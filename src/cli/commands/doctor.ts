import { sweep } from '../../lab/index.js';
import { deadRuns } from '../../lab/run-directory.js';
import { diagnose } from '../doctor/diagnose.js';
import { oneLine, paintFor } from '../terminal/paint.js';

/** `docknet doctor`: what is missing here, and the command that mends it. @returns 0, or 3 where something is missing. */
export async function doctor(options: { readonly clean?: boolean }): Promise<number> {
  const paint = paintFor(process.stdout);
  const findings = await diagnose();
  for (const { name, missing, mend } of findings) {
    if (missing === null) process.stdout.write(`${paint.green('ok     ')}  ${name}\n`);
    else process.stdout.write(`${paint.red('missing')}  ${name}: ${oneLine(missing)}\n         ${mend}\n`);
  }
  await (options.clean === true ? clean() : tellLeftovers());
  const wanting = findings.filter(({ missing }) => missing !== null).length;
  process.stdout.write(wanting === 0 ? 'docknet can run here.\n' : `${wanting} ${wanting === 1 ? 'thing is' : 'things are'} missing.\n`);
  return wanting === 0 ? 0 : 3;
}

async function clean(): Promise<void> {
  const removed = await sweep();
  process.stdout.write(removed.length === 0 ? 'Nothing is left of killed runs.\n' : `Removed what killed runs had left:\n${removed.map((what) => `  ${what}\n`).join('')}`);
}

async function tellLeftovers(): Promise<void> {
  const dead = await deadRuns();
  if (dead.length > 0) process.stdout.write(`Left by killed runs: ${dead.map(({ path }) => path).join(', ')}. The next run clears it, or: sudo npx docknet doctor --clean\n`);
}
