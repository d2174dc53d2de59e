export { JourneyFilter } from './interest.js';
export { traceEndWords } from './request.js';
export type { TraceListener, TraceEnd, TraceRequest, TraceResult } from './request.js';
export type { KeptRules } from './rule-watch.js';
export { maxAnalysedFrames, Trace } from './trace.js';
export { comparePoints, orderPoints } from './points.js';
export { TraceError } from './types.js';
export type { Notice, TracePoint } from './types.js';
