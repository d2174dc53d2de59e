/** Firewall state (iptables, nftables, conntrack), the kernel's trace of rules, and the processes that record it. */
export {
  FirewallError,
  type Chain,
  type ChainPass,
  type Hook,
  type NamedRule,
  type Rule,
  type RuleChange,
  type Snapshot,
  type TraceHeader,
} from './types.js';
export { inverse } from './iptables/command.js';
export { couldMatch } from './iptables/could-match.js';
export { counted, difference } from './iptables/difference.js';
export { findRule, policyOf, ruleText, rulesOf } from './iptables/find-rules.js';
export { parseSnapshot, readRuleset, readSnapshot, type Listing, type Run } from './iptables/listing.js';
export {
  ConntrackTable,
  flowKey,
  flowPatterns,
  flowWords,
  parseConntrack,
  replyKey,
  type FlowTuple,
} from './conntrack.js';
export type { DroppingRule } from './trace/dropping-rules.js';
export { readTrace, type FirewallTrace } from './trace/interpret-trace.js';
export { headerOf, nflogLine } from './trace/nflog.js';
export { readTraces, writeTraces, type KeptTrace } from './trace/trace-file.js';
export {
  markerAddress,
  tracedElements,
  traceTable,
  type Narrowing,
  type TracedContainers,
  type TraceScope,
} from './trace/trace-table.js';
export { Guard, isLegacy, remove, tracedBy } from './tracer/clean-up.js';
export { Tracer, type TakenTrace, type TracedPlace } from './tracer/tracer.js';
