import { readCatalogue, SuiteRegistry } from '../../registry/index.js';
import { areaOf } from '../terminal/area.js';
import { paintFor } from '../terminal/style.js';

/** `docknet list`: every check, by area. Needs no engine. @returns the exit status. */
export async function list(options: { readonly json?: boolean }): Promise<number> {
  const entries = await readCatalogue(await SuiteRegistry.open());
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify(entries, null, 2)}\n`);
    return 0;
  }
  const paint = paintFor(process.stdout);
  const width = Math.max(...entries.map(({ id }) => id.length));
  let area = '';
  for (const { id, title, knownOn } of entries) {
    if (areaOf(id) !== area) {
      process.stdout.write(`${area === '' ? '' : '\n'}${paint.bold(areaOf(id))}\n`);
      area = areaOf(id);
    }
    const deviates =
      knownOn.length === 0
        ? ''
        : paint.yellow(`  (known to deviate on ${knownOn.map((k) => engines(k.engines)).join(', ')})`);
    process.stdout.write(`  ${id.padEnd(width)}  ${title}${deviates}\n`);
  }
  process.stdout.write(`\n${entries.length} checks. "docknet explain ID" says what one does.\n`);
  return 0;
}

/** A range of engine versions for people. */
export const engines = (range: string): string => (range === '*' ? 'every engine' : `engine ${range}`);
