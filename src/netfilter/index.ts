/** Firewall state (iptables, nftables, conntrack), the kernel's trace of rules, and the processes that record it. */
export {
  FirewallError,
  type BaseChain,
  type Chain,
  type ChainPass,
  type FirewallSnapshot,
  type Hook,
  type NamedRule,
  type NftSet,
  type NftSnapshot,
  type PacketHeader,
  type Rule,
  type RuleStep,
  type Snapshot,
} from './types.js';
export { invertCommand } from './iptables/command.js';
export { countPackets, diffSnapshots } from './iptables/difference.js';
export { findPolicy, findRules, formatRule, listRules } from './iptables/find-rules.js';
export { listSnapshot, parseSnapshot, type Listing } from './iptables/listing.js';
export { joinFirewall, parseFirewall } from './firewall.js';
export { listFirewall, type FirewallListings } from './list-firewall.js';
export { findNftChain, findNftRules, findNftSet, parseWrittenRule, qualifyTable } from './nftables/find-nft.js';
export { listNftables } from './nftables/list-nftables.js';
export { parseNftSnapshot } from './nftables/snapshot.js';
export { ConntrackTable, describeFlow, parseConntrack, toFlowKey, toReplyKey, type FlowTuple } from './conntrack.js';
export { Nft, type NftProgram, type RunNft } from './nft/nft.js';
export { countTraced, type TracedCounts } from './trace/count-traced.js';
export type { DroppingRule } from './trace/dropping-rule.js';
export { interpretTrace, type FirewallTrace } from './trace/interpret-trace.js';
export { extractHeader, isEcho } from './trace/packet-header.js';
export { formatTraceFile, parseTraceFile, type RawTrace } from './trace/trace-file.js';
export type { PreFilter, TracedContainers } from './trace/trace-table.js';
export {
  buildDeleteTableCommand,
  hasLegacyTables,
  isLegacyIptables,
  nfLogFile,
  UndoOnExit,
} from './tracer/clean-up.js';
export { completeListing } from './tracer/running-trace.js';
export { Tracer } from './tracer/tracer.js';
