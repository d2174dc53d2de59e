import { writeFile } from 'node:fs/promises';
import { catalogueFile, describeChecks } from './catalogue.js';
import { SuiteRegistry } from './registry.js';

// The build runs this after the compiler.
const registry = await SuiteRegistry.open();
await writeFile(catalogueFile, `${JSON.stringify(await describeChecks(registry, registry.ids), null, 2)}\n`);
