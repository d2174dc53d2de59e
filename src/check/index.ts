/** The language of checks, and what runs and judges them. */
export * from './language.js';
export { isKnownOnEveryEngine } from './conformance.js';
export type { About, Evidence, FactExpectation, FirewallEvidence, Finding, Proof, Watch } from './expectation.js';
export { composeMissing, composeNetworkName, ComposeProject, findCompose, projectOf } from './live/compose.js';
export { LiveContainer } from './live/container.js';
export { logStep, type CheckContext } from './live/context.js';
export { dockerNetworkCreate } from './live/docker-network.js';
export { firewalldMissing, hasFirewalld, startFirewalld } from './live/firewalld.js';
export { LiveHost } from './live/host.js';
export { describeMissingChain, MissingChainError, requireChains, type MissingChain } from './live/missing-chain.js';
export { parentNetworkCreate } from './live/parent-network.js';
export { LiveDockerHost } from './live/docker-host.js';
export { LiveLanHost } from './live/lan-host.js';
export { startNameServer } from './live/name-server.js';
export { LiveNetns, LiveRouter } from './live/router.js';
export type { HostDnsSpec } from './dns-spec.js';
export { bridgePoint, placeOf, placesOf } from './create-places.js';
export { vlanSubnet } from './driver-spec.js';
export type { DockerHostSpec, OverlaySpec, ParentNetworkSpec } from './driver-spec.js';
export type { LinuxBridgeSpec, NetnsSpec, RouterSpec } from './router-spec.js';
export type {
  BridgeSpec,
  ComposeSpec,
  ContainerSpec,
  EngineSpec,
  FirewalldSpec,
  Given,
  KernelSpec,
  LanHostSpec,
  NewerEnginesSpec,
  Spec,
} from './spec.js';
export type * from './topology.js';
export { MissingAddressError } from './words/address.js';
export { unexpectedFailures } from './words/outcome.js';
