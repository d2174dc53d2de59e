export { diagnose, findMissingKernelFeatures, type Diagnosis } from './diagnose.js';
