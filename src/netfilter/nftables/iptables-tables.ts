import type { Snapshot } from '../types.js';

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
 * Returns whether a table of nftables is one of iptables, by its name. A table that iptables cannot list is not; nor is
 * any while iptables is the legacy one, which has none in nftables.
 */
export const isIptablesTable = (
  family: string,
  table: string,
  { backend, unreadable }: Pick<Snapshot, 'backend' | 'unreadable'>,
): boolean =>
  isCompatibleName(family, table) && backend !== 'legacy' && !(family === 'ip' && unreadable.includes(table));
