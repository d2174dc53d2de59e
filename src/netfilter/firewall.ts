import { parseSnapshot } from './iptables/listing.js';
import { parseNftSnapshot } from './nftables/snapshot.js';
import type { FirewallSnapshot, NftSnapshot, NftTable, Snapshot } from './types.js';

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

/** Joins the two halves of a firewall, without the tables of iptables that nft lists too. */
export function joinFirewall(iptables: Snapshot, nftables: NftSnapshot | null): FirewallSnapshot {
  const tables = nftables?.tables.filter((table) => !isIptables(table, iptables)) ?? [];
  return {
    iptables,
    nftables: nftables === null ? null : { ...nftables, tables },
    chains: [...iptables.chains, ...tables.flatMap(({ chains }) => chains)],
  };
}

/** Tables that iptables-nft, ip6tables-nft, arptables-nft and ebtables-nft make. */
const compatible: Readonly<Record<string, readonly string[]>> = {
  ip: ['raw', 'mangle', 'nat', 'filter', 'security'],
  ip6: ['raw', 'mangle', 'nat', 'filter', 'security'],
  arp: ['filter'],
  bridge: ['filter', 'nat', 'broute'],
};

/** Returns whether iptables-nft makes tables of that name. */
export const isCompatibleName = (family: string, table: string): boolean =>
  compatible[family]?.includes(table) === true;

/**
 * Returns whether iptables or its like made a table: it has such a name, and its base chains are the built-in ones.
 * Of IPv4 iptables must list it as well; legacy iptables has no table in nftables.
 */
function isIptables({ family, name, chains }: NftTable, { backend, chains: listed, unreadable }: Snapshot): boolean {
  if (!isCompatibleName(family, name) || backend === 'legacy') return false;
  if (family === 'ip') return listed.some(({ table }) => table === name) && !unreadable.includes(name);
  return chains.every((chain) => chain.base === null || /^[A-Z]+$/.test(chain.name));
}
