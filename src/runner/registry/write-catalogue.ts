import { writeFile } from 'node:fs/promises';
import { checkIds } from './registry.js';
import { fromChecks } from './catalogue.js';

// Run by the build, after the compiler: so that "docknet list" need not load every check.
await writeFile(
  new URL('catalogue.json', import.meta.url),
  `${JSON.stringify(await fromChecks(await checkIds()), null, 2)}\n`,
);
