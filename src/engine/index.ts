export { EngineClient } from './client.js';
export type { Attachment, ContainerDescription, EngineDescription, EngineNetwork } from './client.js';
export { loadTestcontainers, parsePublication, startContainer } from './containers.js';
export type { ContainerOrder, Publication, StartedContainer } from './containers.js';
export { startDaemon } from './daemon.js';
export type { Daemon, DaemonSettings } from './daemon.js';
export { EngineError } from './error.js';
export { findEngine, plainVersion } from './find.js';
export type { EngineChoice, EngineProgram } from './find.js';
