export { judgeEvidence } from './check/judge.js';
export { nameCells, newRunId } from './session/names.js';
export type { RecordedFaults } from './session/fault-candidates.js';
export { runFaults } from './session/fault-session.js';
export type { FaultListener, FaultResult } from './session/fault-types.js';
export type { ControlCheck, FaultTrial } from './session/fault-trial.js';
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
