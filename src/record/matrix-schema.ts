import { definitions, type Described, type Holds, type Same } from './schema.js';
import { array, matching, object, orNull, path, text } from './schema-words.js';
import type { MatrixRecord } from './matrix-types.js';

/** The published schema of `matrix.json`, JSON Schema 2020-12. */
export const matrixSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:docknet:matrix:1',
  title: 'docknet matrix',
  ...object('What a run of docknet on several engines leaves behind, beside a record for each of them.', {
    schema: { const: 'docknet-matrix/1', description: 'The version of this schema' },
    run: { $ref: '#/$defs/run' },
    legs: array(
      'One run for each engine, in the order in which they were named',
      object('One engine’s run.', {
        name: text('What it is called: as the engine was named'),
        directory: path('Where its record is'),
        run: orNull(matching('^[a-z0-9]+$', 'The id of its run; null where it has no record')),
        trouble: orNull(text('Why it has no record, or did not come to its end')),
      }),
    ),
    troubles: array('What must be known before anything is believed about the whole', { type: 'string' }),
  }),
  $defs: { run: definitions.run, shard: definitions.shard },
} as const;

/** Fails to compile where the schema and MatrixRecord come apart. */
export type SchemaDescribesMatrixRecord = Holds<Same<Described<typeof matrixSchema>, MatrixRecord>>;
