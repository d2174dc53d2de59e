export { judgeKept } from './check/judge-kept.js';
export { readCatalogue, type CatalogueEntry } from './registry/catalogue.js';
export { SuiteError } from './registry/own-checks.js';
export { selectIds, SuiteRegistry } from './registry/registry.js';
export { nameCells, newRunId } from './session/names.js';
export {
  runSession,
  type NamedEngine,
  type SessionCell,
  type SessionListener,
  type SessionResult,
} from './session/session.js';
