import { buildBehaviour, type CheckBehaviour, type FirewallAround } from '../compare/index.js';
import type { Journey } from '../journey/index.js';
import { parseSnapshot } from '../netfilter/index.js';
import type { CheckRecord } from '../record/index.js';
import type { EvidenceReader, TopologyFile } from './files.js';

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
  const { recording, topology, firewallBefore, firewallAfter } = check.evidence;
  if (check.expectations.length === 0) return null;
  if (recording === null || topology === null || firewallBefore === null || firewallAfter === null) return null;
  try {
    const [lab, before, after] = await Promise.all([topology, firewallBefore, firewallAfter].map(read));
    const { topology: kept, outcome, routers } = JSON.parse(lab ?? '') as TopologyFile;
    const firewalls = Object.fromEntries(
      Object.entries({ '': { before, after }, ...routers }).map(([key, around]) => [
        key,
        parseChains(around.before ?? '', around.after ?? ''),
      ]),
    );
    return buildBehaviour({ check, topology: kept, outcome, journeys, firewalls });
  } catch {
    // The report names what cannot be read; here the check is one without evidence.
    return null;
  }
}

const parseChains = (before: string, after: string): FirewallAround => ({
  before: parseSnapshot(before).chains,
  after: parseSnapshot(after).chains,
});
