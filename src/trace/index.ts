export { Interest } from './interest.js';
export { traceEndWords } from './request.js';
export type { Audience, TraceEnd, TraceRequest, TraceResult } from './request.js';
export type { KeptRules } from './rule-watch.js';
export { lookedAtMost, Trace } from './trace.js';
export { wayOutwards } from './points.js';
export { TraceError } from './types.js';
export type { Notice, TracePoint } from './types.js';
