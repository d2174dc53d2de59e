import { buildBehaviour, listFirewallChains, type CheckBehaviour, type FirewallAround } from '../compare/index.js';
import type { Journey } from '../journey/index.js';
import { parseFirewall } from '../netfilter/index.js';
import type { CheckRecord } from '../record/index.js';
import type { EvidenceReader, RouterListings, TopologyFile } from './files.js';

/**
 * Describes how a check behaved, from its evidence. Returns null for a check that was not judged, or whose evidence is
 * missing or unreadable: the verdict is all that is known of it.
 *
 * @param journeys The joined recording's.
 */
export async function describeBehaviour(
  check: CheckRecord,
  journeys: readonly Journey[],
  read: EvidenceReader,
): Promise<CheckBehaviour | null> {
  const { recording, topology, firewallBefore, firewallAfter, nftBefore, nftAfter } = check.evidence;
  if (check.expectations.length === 0) return null;
  if (recording === null || topology === null || firewallBefore === null || firewallAfter === null) return null;
  try {
    const [lab = '', before = '', after = ''] = await Promise.all([topology, firewallBefore, firewallAfter].map(read));
    const nft = await Promise.all([nftBefore, nftAfter].map(async (path) => (path === null ? null : read(path))));
    const { topology: kept, outcome, routers } = JSON.parse(lab) as TopologyFile;
    const host: RouterListings = { before, after, nftBefore: nft[0], nftAfter: nft[1] };
    const firewalls = Object.fromEntries(
      Object.entries({ '': host, ...routers }).map(([key, listings]) => [key, parseChains(listings)]),
    );
    return buildBehaviour({ check, topology: kept, outcome, journeys, firewalls });
  } catch {
    // The report names what cannot be read; here the check is one without evidence.
    return null;
  }
}

const parseChains = ({ before, after, nftBefore, nftAfter }: RouterListings): FirewallAround => ({
  before: listFirewallChains(parseFirewall(before, nftBefore ?? null)),
  after: listFirewallChains(parseFirewall(after, nftAfter ?? null)),
});
