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
  type PacketHeader,
} from './types.js';
export { invertCommand } from './iptables/command.js';
export { couldMatch } from './iptables/could-match.js';
export { countPackets, diffSnapshots } from './iptables/difference.js';
export { findRules, findPolicy, formatRule, listRules } from './iptables/find-rules.js';
export { parseSnapshot, listRuleset, listSnapshot, type Listing, type RunCommand } from './iptables/listing.js';
export {
  ConntrackTable,
  toFlowKey,
  buildFlowPatterns,
  describeFlow,
  parseConntrack,
  toReplyKey,
  type FlowTuple,
} from './conntrack.js';
export type { DroppingRule } from './trace/dropping-rules.js';
export { interpretTrace, type FirewallTrace } from './trace/interpret-trace.js';
export { extractHeader, formatNflogRecord } from './trace/nflog.js';
export { parseTraceFile, formatTraceFile, type RawTrace } from './trace/trace-file.js';
export {
  toMarkerAddress,
  buildContainerElements,
  buildTraceTable,
  type PreFilter,
  type TracedContainers,
  type TraceScope,
} from './trace/trace-table.js';
export { UndoOnExit, isLegacyIptables, buildDeleteTableCommand, nfLogFile } from './tracer/clean-up.js';
export { Tracer, type TracerOutput, type TracerOptions } from './tracer/tracer.js';
