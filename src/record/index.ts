export { documentGroups, documents, type Document, type DocumentName } from './documents.js';
export { describeEngine, includesEngine, type EngineRange, type RangedEngine } from './engine-range.js';
export { listMatrices, isMatrix, readMatrix, writeMatrix, type StoredCell, type StoredMatrix } from './matrix.js';
export { makeDirectory, ownByCaller, ownTreeByCaller, RecordError, type Environment } from './ownership.js';
export {
  listRecords,
  noEvidence,
  readRecord,
  recordFile,
  writeRecord,
  type DamagedRecord,
  type StoredRecord,
} from './run-record.js';
export {
  describeLeftover,
  generalizeLeftover,
  groupLeftovers,
  secondCopy,
  selectNewLeftovers,
  type LeftoverGroup,
} from './leftovers.js';
export { groupRules, isRulesDeviation, type RulesGroup } from './rules.js';
export { exitStatus, summarise, type Summary } from './summary.js';
export type * from './types.js';
export { claimHeld, countVerdicts, displayTitle, isUnturned, verdicts, type Verdict } from './verdict.js';
export { docknetVersion } from './version.js';
export { writeWhole } from './whole-file.js';
