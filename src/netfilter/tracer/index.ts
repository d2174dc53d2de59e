export { isLegacy, remove, tracedBy } from './backend.js';
export { Guard } from './guard.js';
export { Tracer } from './tracer.js';
export type { TakenTrace, TracedPlace } from './tracer.js';
