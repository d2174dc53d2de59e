import type { Cell } from '../record/index.js';

/** Settings that a kernel chooses by the machine's size, and that change no packet's way. */
const bySize = ['net.netfilter.nf_conntrack_max'];

/** What of a cell must be alike for its checks to be of the same cell, by the words for it. Where dockerd lies and what the processor is called is not among it. */
function essence({ engine, kernel, firewall, ...cell }: Cell): ReadonlyMap<string, string> {
  return new Map([
    ['engine', engine.version],
    ['API', engine.apiVersion],
    ['containerd', engine.containerd],
    ['runc', engine.runc],
    // The machine's own engine is checked among what else runs there.
    ['kind of engine', engine.kind === 'host' ? 'host' : 'of its own'],
    ['kernel', `${kernel.release} ${kernel.version}`],
    ['firewall backend', firewall.backend],
    ['iptables', firewall.iptables],
    ['nft', firewall.nft],
    ['architecture', cell.architecture],
    ['cgroup', cell.cgroup],
    ...Object.entries(engine.settings).map(([name, value]): [string, string] => [`engine ${name}`, value]),
    ...Object.entries(cell.sysctls).filter(([name]) => !bySize.includes(name)),
  ]);
}

/** Whether two runs are of one cell. */
export const sameCell = (one: Cell, other: Cell): boolean => differences(one, other).length === 0;

/** What two cells differ in, in words: "runc", "net.ipv4.ip_forward". */
export function differences(one: Cell, other: Cell): string[] {
  const [here, there] = [essence(one), essence(other)];
  return [...new Set([...here.keys(), ...there.keys()])].filter((name) => here.get(name) !== there.get(name));
}
