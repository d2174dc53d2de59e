import { parseSnapshot } from './iptables/listing.js';
import { parseNftSnapshot } from './nftables/snapshot.js';
import type { FirewallSnapshot, NftSnapshot, Snapshot } from './types.js';

/**
 * Parses a firewall's two listings.
 *
 * @param iptables The output of iptables-save -c.
 * @param nftables The listing of `listNftables`; null if there is none.
 * @throws FirewallError if one cannot be parsed.
 */
export function parseFirewall(iptables: string, nftables: string | null): FirewallSnapshot {
  return joinFirewall(parseSnapshot(iptables), nftables === null ? null : parseNftSnapshot(nftables));
}

/** Joins the two halves of a firewall. */
export const joinFirewall = (iptables: Snapshot, nftables: NftSnapshot | null): FirewallSnapshot => ({
  iptables,
  nftables,
  chains: [...iptables.chains, ...(nftables?.tables.flatMap(({ chains }) => chains) ?? [])],
});
