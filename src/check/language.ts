/** The language of checks: what their authors import from 'docknet'. */
export type { DocumentName } from '../record/index.js';
export { conformance, documented, iptables, nftables, perBackend, shell, withGiven } from './conformance.js';
export type { AnyCheck, BackendSabotage, Check, CommandSabotage, GivenSabotage, Known } from './conformance.js';
export { hostDns } from './dns-spec.js';
export { dockerHost, ipvlan, macvlan, overlay } from './driver-spec.js';
export type { EngineAction, Expectation } from './expectation.js';
export type { Connection } from './live/connection.js';
export type { LivePlaces, NewerEngines } from './live/places.js';
export type {
  Attachment,
  Container,
  DockerHost,
  Host,
  LanHost,
  Netns,
  Network,
  Places,
  Router,
  RuleByEngine,
} from './places.js';
export { linuxBridge, netns, router } from './router-spec.js';
export {
  bridge,
  compose,
  container,
  engine,
  engineWithoutTables,
  firewalld,
  internalBridge,
  kernel,
  lanHost,
  newerEngines,
  nftablesEngine,
} from './spec.js';
export {
  addressIn,
  broadcastOf,
  isPrivate,
  isUniqueLocal,
  localhost,
  localhostIpv6,
  reverseName,
} from './words/address.js';
export type { Endpoint, Target } from './words/address.js';
export { linkLocal } from '../text/index.js';
export { responded, unansweredQuery } from './words/dns.js';
export type { DnsExchange, QueryType } from './words/dns.js';
export {
  different,
  listening,
  listeningPort,
  none,
  notListening,
  ruleChanges,
  same,
  sameLinks,
  sameRules,
  that,
} from './words/fact.js';
export {
  announcement,
  anything,
  dnsAnswer,
  dnsQuery,
  dnsResponse,
  echoReply,
  echoRequest,
  fin,
  fromPort,
  overTcp,
  reset,
  sentBy,
  sentTo,
  syn,
  synAck,
  fragment,
  withSegmentSize,
  withTtl,
} from './words/frame.js';
export type { FrameMatcher } from './words/frame.js';
export {
  anyArp,
  arpReply,
  arpRequest,
  fromMac,
  inVlan,
  namingMac,
  neighbourAdvertisement,
  neighbourSolicitation,
  overriding,
  toMac,
  unsolicitedAdvertisement,
} from './words/link-frame.js';
export { esp, inVxlan } from './words/tunnel-frame.js';
export { journey } from './words/journey.js';
export type { JourneyStep } from './words/journey.js';
export {
  answered,
  clientSeenAs,
  failed,
  refused,
  resolved,
  reverseResolved,
  succeeded,
  timedOut,
  unanswered,
  unresolved,
} from './words/outcome.js';
export type { Call, Lookup, Ping, ReverseLookup } from './words/outcome.js';
export type { PointAssertions } from './words/point.js';
export { firewallOf, policy } from './words/firewall.js';
export type { FirewallListing } from './words/firewall.js';
export type { NftChainAssertions, NftSetAssertions } from './words/nftables.js';
export { aboutRules, guard } from './words/rule.js';
export type { RuleAssertions } from './words/rule.js';
export type { RuleSpelling } from './words/rule-spelling.js';
export type { HostsEntry, Listener, Listeners, RuleListing } from './live/listings.js';
