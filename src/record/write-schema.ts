import { writeFile } from 'node:fs/promises';
import { matrixSchema, recordSchema } from './schema.js';

// The build runs this after the compiler. The package exports the files it writes.
for (const [name, schema] of [
  ['record', recordSchema],
  ['matrix', matrixSchema],
] as const) {
  await writeFile(new URL(`${name}.schema.json`, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
}
