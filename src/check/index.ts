export { conformance, documented } from './conformance.js';
export type { AnyCheck, Check, DocumentName, Known } from './conformance.js';
export type { Expectation } from './expectation.js';
export type { Container, Netns, Host, Network, LanHost, Places, Router } from './places.js';
export { withGiven, iptables, shell } from './sabotage.js';
export type { CommandSabotage, GivenSabotage } from './sabotage.js';
export {
  bridge,
  compose,
  container,
  engine,
  engineWithoutTables,
  linuxBridge,
  internalBridge,
  netns,
  newerEngines,
  lanHost,
  router,
} from './spec.js';
export { different, same, that } from './words/fact.js';
export {
  announcement,
  anything,
  dnsAnswer,
  dnsQuery,
  echoReply,
  echoRequest,
  fromPort,
  reset,
  sentTo,
  syn,
  synAck,
  withTtl,
} from './words/frame.js';
export { journey } from './words/journey.js';
export type { Given, Spec } from './spec.js';
export type { JourneyStep } from './words/journey.js';
export { answered, refused, resolved, clientSeenAs, timedOut, unanswered, unresolved } from './words/outcome.js';
export { policy } from './words/rule.js';
export { tablesOf } from './words/tables.js';
