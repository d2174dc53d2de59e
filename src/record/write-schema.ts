import { writeFile } from 'node:fs/promises';
import { matrixSchema } from './matrix-schema.js';
import { schema } from './schema.js';

// Run by the build, after the compiler: puts the schemas as JSON beside the compiled modules, where the package exports them.
for (const [name, value] of [
  ['record', schema],
  ['matrix', matrixSchema],
] as const) {
  await writeFile(new URL(`${name}.schema.json`, import.meta.url), `${JSON.stringify(value, null, 2)}\n`);
}
