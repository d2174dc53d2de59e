export { diagnose, findMissingKernelFeatures } from './diagnose.js';
export type { Diagnosis } from './diagnosis.js';
