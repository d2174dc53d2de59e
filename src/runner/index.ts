export { judgeEvidence } from './check/judge.js';
export { nameCells, newRunId } from './session/names.js';
export {
  runSession,
  type NamedEngine,
  type SessionCell,
  type SessionListener,
  type SessionResult,
} from './session/session.js';
