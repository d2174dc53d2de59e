import { readCatalogue, SuiteRegistry } from '../../registry/index.js';
import { areaOf } from '../../text/index.js';
import { describeRange } from '../terminal/check.js';
import { colorsFor, escapeLine } from '../terminal/style.js';

export interface ListOptions {
  readonly json?: boolean;
  /** Directories of the user's own checks. */
  readonly suites?: readonly string[];
}

/** `docknet list`: lists the checks by area. Needs no engine. @returns the exit status. */
export async function list({ json, suites = [] }: ListOptions): Promise<number> {
  const entries = await readCatalogue(await SuiteRegistry.open(suites));
  if (json === true) {
    process.stdout.write(`${JSON.stringify(entries, null, 2)}\n`);
    return 0;
  }
  const colors = colorsFor(process.stdout);
  const width = Math.max(...entries.map(({ id }) => id.length));
  let area = '';
  for (const { id, title, knownOn } of entries) {
    if (areaOf(id) !== area) {
      process.stdout.write(`${area === '' ? '' : '\n'}${colors.bold(areaOf(id))}\n`);
      area = areaOf(id);
    }
    const engines = knownOn.map(describeRange).join(', ');
    const note = engines === '' ? '' : colors.yellow(`  (known deviation on ${engines})`);
    process.stdout.write(`  ${id.padEnd(width)}  ${escapeLine(title)}${note}\n`);
  }
  process.stdout.write(`\n${entries.length} checks. "docknet explain ID" describes one.\n`);
  return 0;
}
