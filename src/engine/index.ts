export {
  defaultEngineCache,
  findCachedEngine,
  findPartialEngines,
  listCachedEngines,
  removeCachedEngine,
  removePartialEngines,
} from './cache.js';
export type { CachedEngine } from './cache.js';
export { EngineClient } from './client.js';
export type { EngineDescription } from './client.js';
export {
  killContainer,
  pauseContainer,
  renameContainer,
  restartContainer,
  runInContainer,
  startExisting,
  stopContainer,
  unpauseContainer,
  waitReady,
} from './container-actions.js';
export type { RunningCommand } from './container-actions.js';
export type { ContainerOptions } from './container-options.js';
export { createContainer, loadTestcontainers, startContainer } from './containers.js';
export type { StartedContainer } from './containers.js';
export { awaitCrash } from './crash.js';
export { startDaemon } from './daemon.js';
export type { Daemon } from './daemon.js';
export { isFirewallBackend, parseDaemonConfig } from './daemon-config.js';
export type { DaemonConfig, DaemonSettings, FirewallBackend } from './daemon-config.js';
export { EngineError, EngineStartError, findRefusal, isEngineFailure, RefusedRequestError } from './error.js';
export { containerEvents } from './events.js';
export type { ContainerEvent } from './events.js';
export { listDebianEngines, listDockerEngines } from './fetch/available.js';
export type { AvailableEngine } from './fetch/available.js';
export { fetchEngine } from './fetch/fetch.js';
export { fetchNames, parseEngineName } from './fetch/name.js';
export { dockerRepository } from './fetch/repository.js';
export { findEngine, readEngineVersion } from './find.js';
export type { EngineChoice, EngineProgram } from './find.js';
export { findContainer, listContainers } from './inspect.js';
export type { Attachment, ContainerDescription, EngineNetwork, ListedContainer, ObservedContainer } from './inspect.js';
export { connectContainer, disconnectContainer } from './network-actions.js';
export { collectNetworkEvents } from './network-events.js';
export type { NetworkEvent } from './network-events.js';
export { parsePublication } from './publication.js';
export type { Publication } from './publication.js';
export { awaitReload } from './reload.js';
export { unpackBundle } from './static-bundle.js';
export { describeVerification } from './verification.js';
export { createSwarm, removeOverlay } from './swarm.js';
