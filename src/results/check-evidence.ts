import { createEvidenceReader, loadJourneys, nameAddresses } from '../evidence/index.js';
import { diffSnapshots, formatRule, parseFirewall, type FirewallSnapshot } from '../netfilter/index.js';
import type { CheckRecord } from '../record/index.js';
import type { CheckEvidence } from '../report/index.js';

/** Loads a check's evidence for its page. Names what cannot be read in `problem` and returns the rest. */
export async function loadCheckEvidence(directory: string, check: CheckRecord): Promise<CheckEvidence> {
  const { firewallBefore, firewallAfter, nftBefore, nftAfter } = check.evidence;
  const read = createEvidenceReader(directory);
  const { topology, journeys, frames, ...joined } = await loadJourneys(directory, check, read);
  const problems = [...joined.problems];
  const attempt = async <T>(what: string, work: () => Promise<T>, otherwise: T): Promise<T> =>
    work().catch((cause: unknown) => {
      problems.push(`the ${what} could not be read: ${cause instanceof Error ? cause.message : String(cause)}`);
      return otherwise;
    });
  const readFirewall = async (iptables: string, nftables: string | null) =>
    parseFirewall(await read(iptables), nftables === null ? null : await read(nftables));
  const firewall =
    firewallBefore === null || firewallAfter === null
      ? noFirewall
      : await attempt(
          'firewall’s listings',
          async () =>
            describeFirewall(
              await readFirewall(firewallBefore, nftBefore),
              await readFirewall(firewallAfter, nftAfter),
            ),
          noFirewall,
        );
  // In a promise, so that a topology.json of another program rejects.
  const names =
    topology === null
      ? null
      : await attempt('topology', () => Promise.resolve().then(() => nameAddresses(topology.topology)), null);
  return {
    journeys,
    frames,
    ...firewall,
    problem: problems.length === 0 ? null : problems.join('; '),
    ...(names === null ? {} : { names }),
  };
}

type FirewallAround = Pick<CheckEvidence, 'firewallChanges' | 'hooks'>;

const noFirewall: FirewallAround = { firewallChanges: [] };

function describeFirewall(before: FirewallSnapshot, after: FirewallSnapshot): FirewallAround {
  const firewallChanges = diffSnapshots(before, after).flatMap(({ kind, before: old, after: now, packets }) => {
    const rule = now ?? old;
    return rule === null ? [] : [{ kind, text: formatRule(rule), table: rule.table, chain: rule.chain, packets }];
  });
  const hooks = new Map(
    [...before.chains, ...after.chains].flatMap(({ table, name, base }): [string, string][] =>
      base == null ? [] : [[`${table} ${name}`, `${base.hook}, priority ${base.priority}`]],
    ),
  );
  return { firewallChanges, ...(hooks.size === 0 ? {} : { hooks }) };
}
