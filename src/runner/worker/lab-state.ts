import type { Lab } from '../../lab/index.js';

/**
 * What one check could leave to the next: rules, links, addresses, networks. Counters do not matter, nor an interface's state and
 * its IPv6 address, which follow from what is attached to it at the moment. One shell, for it is asked after every check.
 *
 * @returns text to compare with; what the lab's places remember of traffic is forgotten with it.
 */
export async function stateOf(lab: Lab): Promise<string> {
  const [listed, networks] = await Promise.all([
    lab.runOnHost(['sh', '-c', 'iptables-save; ip6tables-save; ip -brief address; nft list tables bridge']),
    lab.engine.networks().catch(() => []),
    lab.parts.kind === 'private' ? forgetTraffic(lab) : null,
  ]);
  const lines = listed.stdout
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => {
      if (/^[-:*]|^COMMIT/.test(line)) return line.replace(/ \[\d+:\d+\]$/, '');
      return line
        .split(/\s+/)
        .filter((word, n) => n !== 1 && !word.includes('::'))
        .join(' ');
    });
  return JSON.stringify([lines, networks.map((n) => n.name).sort()]);
}

/**
 * Flows of the last check must not meet the next one's: their five-tuples may repeat. Nor must what a host or its neighbours know of
 * each other: who is known is sent to without being asked for. The machine's own are not ours to forget. With the machine's own
 * programs: a root file system with an engine need not have conntrack(8).
 */
const forgetTraffic = (lab: Lab) =>
  Promise.all([
    lab.run(lab.hostNetworkPrefix, ['sh', '-c', 'conntrack -F; ip neighbour flush all']),
    lab.runOnLan(['sh', '-c', 'for n in /run/netns/*; do ip -n "${n##*/}" neighbour flush all; done']),
  ]);
