export { judgeEvidence } from './check/judge.js';
export { nameCells, newRunId } from './session/names.js';
export { runFaults, type FaultResult, type FaultTrial } from './session/fault-session.js';
export { runSession } from './session/session.js';
export type {
  ExplainingEngine,
  NamedEngine,
  SessionCell,
  SessionListener,
  SessionRequest,
  SessionResult,
  StartedCell,
} from './session/types.js';
