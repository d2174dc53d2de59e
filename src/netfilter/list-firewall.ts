import { listSnapshot, type RunCommand } from './iptables/listing.js';
import type { Nft } from './nft/nft.js';
import { listNftables } from './nftables/list-nftables.js';

/** The listings of one network namespace's firewall, for `parseFirewall`. */
export interface FirewallListings {
  /** The output of iptables-save -c. */
  readonly iptables: string;
  /** nftables' own tables as `listNftables` lists them; null for none. */
  readonly nftables: string | null;
}

/**
 * Lists a firewall: IPv4 of iptables, and nftables.
 *
 * @param ruleset What nft has just listed there, for `listNftables`.
 * @throws FirewallError if iptables cannot be listed.
 */
export async function listFirewall(
  run: RunCommand,
  nft: Nft,
  ruleset: Promise<string | null> = Promise.resolve(null),
): Promise<FirewallListings> {
  const [{ text, snapshot }, listed] = await Promise.all([listSnapshot(run, 'ipv4'), ruleset]);
  return { iptables: text, nftables: await listNftables(nft, snapshot, listed) };
}
