export { judgeEvidence } from './check/judge.js';
export { nameCells, newRunId } from './session/names.js';
export { runSession } from './session/session.js';
export type { NamedEngine, SessionCell, SessionListener, SessionResult } from './session/types.js';
