import { createEvidenceReader, loadJourneys, nameAddresses } from '../evidence/index.js';
import { diffSnapshots, formatRule, parseSnapshot } from '../netfilter/index.js';
import type { CheckRecord } from '../record/index.js';
import type { CheckEvidence, FirewallChange } from '../report/index.js';

/** Loads a check's evidence for its page. Names what cannot be read in `problem` and returns the rest. */
export async function loadCheckEvidence(directory: string, check: CheckRecord): Promise<CheckEvidence> {
  const { firewallBefore, firewallAfter } = check.evidence;
  const read = createEvidenceReader(directory);
  const { topology, journeys, frames, ...joined } = await loadJourneys(directory, check, read);
  const problems = [...joined.problems];
  const attempt = async <T>(what: string, work: () => Promise<T>, otherwise: T): Promise<T> =>
    work().catch((cause: unknown) => {
      problems.push(`the ${what} could not be read: ${cause instanceof Error ? cause.message : String(cause)}`);
      return otherwise;
    });
  const firewallChanges =
    firewallBefore === null || firewallAfter === null
      ? []
      : await attempt(
          'firewall’s listings',
          async () => listFirewallChanges(await read(firewallBefore), await read(firewallAfter)),
          [],
        );
  // In a promise, so that a topology.json of another program rejects.
  const names =
    topology === null
      ? null
      : await attempt('topology', () => Promise.resolve().then(() => nameAddresses(topology.topology)), null);
  return {
    journeys,
    frames,
    firewallChanges,
    problem: problems.length === 0 ? null : problems.join('; '),
    ...(names === null ? {} : { names }),
  };
}

function listFirewallChanges(before: string, after: string): FirewallChange[] {
  return diffSnapshots(parseSnapshot(before), parseSnapshot(after)).flatMap(
    ({ kind, before: old, after: now, packets }) => {
      const rule = now ?? old;
      return rule === null ? [] : [{ kind, text: formatRule(rule), table: rule.table, packets }];
    },
  );
}
