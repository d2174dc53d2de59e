import type { KnownPacket } from '../iptables/could-match.js';
import type { Hook, NamedRule } from '../types.js';

/** A rule or a policy that may drop packets. */
export interface DroppingRule {
  readonly rule: NamedRule;
  /** DROP or REJECT; null if its effect is unknown. */
  readonly verdict: string | null;
  /** The hook from which its chain is reached; null for several or none. */
  readonly hook: Hook | null;
  /** Packets counted between two listings; null if a listing lacks it or its counter was reset. */
  readonly countedPackets: number | null;
  /** Of the base chain from which a native rule's chain is reached; absent for several, none, and iptables' rules. */
  readonly priority?: number;
  /** True if its chain sees packets before nat does: with the destination that they came with. */
  readonly beforeNat: boolean;
  /** Returns false if it cannot match a packet. */
  readonly couldMatch: (packet: KnownPacket) => boolean;
}
