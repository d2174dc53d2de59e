export { diagnose, kernel, type Diagnosis } from './diagnose.js';
