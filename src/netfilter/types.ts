/** A firewall listing or rule cannot be read; the message quotes what and says what to do. */
export class FirewallError extends Error {
  override readonly name = 'FirewallError';
}

/** A netfilter hook, as nft names it. */
export type Hook = 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting';

const hooks: ReadonlySet<string> = new Set<Hook>(['prerouting', 'input', 'forward', 'output', 'postrouting']);

/** Returns whether a hook is one of those of IP: not ingress or egress. */
export const isHook = (name: string): name is Hook => hooks.has(name);

/** One rule, as iptables-save -c or nft lists it. */
export interface Rule {
  /** `nat`; a table of nftables' own with its family: `ip docker-bridges`. */
  readonly table: string;
  readonly chain: string;
  /** Position in the chain, counted from 1 as iptables does. */
  readonly position: number;
  /** The text after `-A CHAIN`, as iptables-save prints it; nft's text without its counter's values. */
  readonly specification: string;
  /**
   * The target after -j or -g; null for a rule that only counts. For nft the verdict, translation or chain, as iptables
   * names it: ACCEPT, DNAT; `@MAP` or `vmap` for a verdict map.
   */
  readonly target: string | null;
  /** 0 without a counter. */
  readonly packets: number;
  readonly bytes: number;
  /** Of a rule of nftables' own alone: its handle, and whether it has a counter of its own. */
  readonly nft?: { readonly handle: number; readonly hasCounter: boolean };
}

export interface Chain {
  readonly table: string;
  readonly name: string;
  /** ACCEPT or DROP for a built-in or base chain, null for a user-defined or regular one. */
  readonly policy: string | null;
  /** Packets that reached the policy; 0 for nftables, which does not count them. */
  readonly packets: number;
  readonly bytes: number;
  readonly rules: readonly Rule[];
  /** Of a chain of nftables' own alone: how packets get there; null for a regular chain. */
  readonly base?: BaseChain | null;
}

/** How a base chain of nftables is attached: `type filter hook forward priority -5`. */
export interface BaseChain {
  /** filter, nat or route. */
  readonly type: string;
  /** One of `Hook`, ingress or egress. */
  readonly hook: string;
  /** Chains at one hook run from the lowest to the highest. */
  readonly priority: number;
}

/** The iptables tables of one address family at one moment. */
export interface Snapshot {
  readonly family: 'ipv4' | 'ipv6';
  /** From iptables' version line; null if the listing has none. */
  readonly backend: 'nf_tables' | 'legacy' | null;
  readonly chains: readonly Chain[];
  /** Tables that iptables-save cannot list completely: nft added rules that it cannot print. */
  readonly unreadable: readonly string[];
}

/** The tables of nftables at one moment, without those of iptables. */
export interface NftSnapshot {
  /** nft's version. */
  readonly version: string | null;
  readonly tables: readonly NftTable[];
}

export interface NftTable {
  /** ip, ip6, inet, arp, bridge or netdev. */
  readonly family: string;
  readonly name: string;
  readonly chains: readonly Chain[];
  readonly sets: readonly NftSet[];
}

/** A named set, map or verdict map. */
export interface NftSet {
  readonly kind: 'set' | 'map' | 'verdict map';
  readonly name: string;
  /** Type of the keys, as nft prints it: `ifname`, `ipv4_addr . inet_service`. */
  readonly type: string;
  /** Sorted by key: the kernel has no order. */
  readonly elements: readonly NftElement[];
}

/** `docker0 : jump filter-forward-in__docker0`. */
export interface NftElement {
  /** As nft prints it, without quotes: `docker0`, `172.17.0.0/16`, `10.0.0.1 . 80`. */
  readonly key: string;
  /** A map's value, or a verdict map's verdict; null in a set. */
  readonly value: string | null;
}

/** The firewall of one network namespace at one moment. */
export interface FirewallSnapshot {
  /** IPv4. */
  readonly iptables: Snapshot;
  /** Null if nft did not list its tables, or there are none but iptables'. */
  readonly nftables: NftSnapshot | null;
  /** All chains: those of iptables, then those of nftables. */
  readonly chains: readonly Chain[];
}

/** A rule in two snapshots; null in the one that lacks it. A rule that moved and counted is `moved`; see `packets`. */
export interface RuleChange {
  readonly kind: 'added' | 'removed' | 'moved' | 'counted';
  readonly before: Rule | null;
  readonly after: Rule | null;
  /** Packets counted between the snapshots, 0 for a removed rule; see `countPackets`. */
  readonly packets: number;
}

/** The headers of a packet in a trace: enough to find it in a recording. */
export interface PacketHeader {
  readonly source: string;
  readonly destination: string;
  /** TTL or hop limit. */
  readonly ttl: number;
  /** 0 for IPv6. */
  readonly ipId: number;
  /** Total length in bytes, IP header included. */
  readonly length: number;
  /** IANA number; null for a protocol name that docknet does not know. */
  readonly protocol: number | null;
  /** TCP and UDP. */
  readonly sourcePort: number | null;
  readonly destinationPort: number | null;
  /** ICMP and ICMPv6; id and sequence are meaningful for echo requests and replies only. */
  readonly icmpType: number | null;
  readonly icmpId: number | null;
  readonly icmpSequence: number | null;
  /** TCP: the window field, unscaled. */
  readonly window: number | null;
}

/** One line of the kernel's trace, about one packet. */
export interface TraceMessage {
  /**
   * The kernel's id. It is reused, and changes between hooks while bridge-nf-call-iptables is 1: it identifies one
   * chain's pass, not a packet.
   */
  readonly id: string;
  /** `ip`, `inet`, … */
  readonly family: string;
  readonly table: string;
  readonly chain: string;
  readonly event: TraceEvent;
}

export type TraceEvent =
  /** A base chain begins with this packet. */
  | { readonly kind: 'packet'; readonly in: string | null; readonly out: string | null; readonly header: PacketHeader }
  /** A rule matched. */
  | { readonly kind: 'rule'; readonly handle: number; readonly text: string | null; readonly verdict: string }
  /** No rule of the base chain decided. */
  | { readonly kind: 'policy'; readonly verdict: string };

/** A rule or a policy as shown to a reader. */
export interface NamedRule {
  /** `nat`; a table that is not one of iptables' with its family: `inet firewalld`. */
  readonly table: string;
  readonly chain: string;
  /** Counted from 1; null for a policy and for a rule in neither listing. */
  readonly position: number | null;
  /** As `iptables -S` prints it, or as nft does if iptables cannot. */
  readonly text: string;
  /** Target after -j or -g; null if it has none or it is unknown. */
  readonly target: string | null;
}

/** One packet's pass through one base chain. */
export interface ChainPass {
  readonly hook: Hook;
  /** Chains at one hook run from the lowest to the highest. */
  readonly priority: number;
  /** True for a chain of type nat, which sees only a flow's first packet. */
  readonly nat: boolean;
  /** True for a chain of docknet's own, first or last at its hook, which changes nothing. */
  readonly ownChain: boolean;
  readonly id: string;
  /** The incoming and outgoing interfaces, if the hook knows them. */
  readonly in: string | null;
  readonly out: string | null;
  /** The packet as it enters the chain. */
  readonly header: PacketHeader;
  readonly steps: readonly RuleStep[];
  /** True if the chain dropped the packet. */
  readonly dropped: boolean;
  /** False if the trace lacks the chain's end: a message is missing. */
  readonly complete: boolean;
  /** Why a step may name the wrong rule. */
  readonly caveat?: string;
}

export interface RuleStep {
  readonly rule: NamedRule;
  /** As iptables names it: ACCEPT, DROP, REJECT, RETURN, a chain's name. */
  readonly verdict: string;
  /** The element of a verdict map that decided: `"docker0" : jump filter-forward-in__docker0`. */
  readonly element?: string;
}
