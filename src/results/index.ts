export { baselineDirectory, baselineName, baselinePath, listBaselines, writeBaseline } from './baselines.js';
export { compareTrial, writeBisection, writeTrials, type BisectionPage, type StoredTrial } from './bisection.js';
export {
  chooseBaseline,
  compareNamed,
  compareToBaseline,
  hasBaseline,
  type BaselineChoice,
  type BaselineComparison,
} from './compare-runs.js';
export { loadCheckEvidence } from './check-evidence.js';
export { writeComparisons, type StoredComparison } from './comparison-pages.js';
export { readDurations, readVerdicts } from './durations.js';
export { readFaultTables, writeFaultTable, type FaultTable } from './fault-table.js';
export { loadRun } from './load-run.js';
export { writeMatrixPages } from './matrix-pages.js';
export { mergePaths, type MergedCell } from './merge.js';
export { readComparedRecord, readNamedMatrix, readNamedRecord, ResultsError } from './named.js';
export { pageFile, sha256, writePage } from './page-file.js';
export { writeRunPages } from './run-pages.js';
export { renderSingleFile } from './single-file.js';
export { writeTracePage } from './trace-page.js';
