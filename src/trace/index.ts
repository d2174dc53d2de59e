export { JourneyFilter } from './journey-filter.js';
export { comparePoints, orderPoints } from './points.js';
export type { KeptRules } from './rule-tracer.js';
export { annotateTrace, joinTrace, maxAnalysedFrames, writeRules, type TraceJourneys } from './trace-journeys.js';
export { Trace } from './trace.js';
export {
  traceEndWords,
  type FirewallAddition,
  type TraceEnd,
  type TraceListener,
  type TraceRequest,
  type TraceResult,
} from './request.js';
export { TraceError, type Notice, type TracePoint } from './types.js';
