import { writeFile } from 'node:fs/promises';
import { schema } from './schema.js';

// Run by the build, after the compiler: puts the schema as JSON beside the compiled modules, where the package exports it.
await writeFile(new URL('record.schema.json', import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
