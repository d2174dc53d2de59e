export { RecordError } from './error.js';
export { listRecords, readRecord, type DamagedRecord, type StoredRecord } from './read.js';
export { makeDirectory, ownByCaller, type Environment } from './ownership.js';
export { recordFile, writeRecord } from './write.js';
export { exitStatus, summarise, type Summary } from './summary.js';
export { recordValidator, type Validate } from './validate.js';
export { schema } from './schema.js';
export type * from './types.js';
