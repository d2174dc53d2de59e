import { runCommand } from '../process/index.js';

/** A feature that the kernel must have, and a script that tries it in namespaces of its own. */
export interface KernelFeature {
  readonly name: string;
  /** What to do if it is missing. */
  readonly fix: string;
  /** Options of unshare(1). */
  readonly namespaces: readonly string[];
  readonly script: string;
}

const loadModules = (names: string) =>
  `Load the modules (sudo modprobe ${names}), or boot a kernel that has them, such as Debian’s or Ubuntu’s.`;
const leaveSandbox =
  'The kernel or a sandbox around this machine forbids it. Use a machine, a virtual machine or a privileged container.';

/** The features that labs, engines and checks need. */
export const kernelFeatures: readonly KernelFeature[] = [
  {
    name: 'namespaces',
    namespaces: ['--mount', '--net', '--uts', '--pid', '--fork'],
    script: 'true',
    fix: leaveSandbox,
  },
  {
    name: 'veth pairs',
    namespaces: ['--net'],
    script: 'ip link add name dn0 type veth peer name dn1',
    fix: loadModules('veth'),
  },
  {
    name: 'bridges',
    namespaces: ['--net'],
    script: 'ip link add name dn0 type bridge',
    fix: loadModules('bridge br_netfilter'),
  },
  {
    name: 'NAT and its matches',
    namespaces: ['--net'],
    fix: loadModules('nf_nat nf_conntrack xt_MASQUERADE xt_addrtype xt_conntrack xt_nat nft_compat'),
    script: [
      'iptables -t nat -A POSTROUTING -s 192.0.2.0/24 -j MASQUERADE',
      'iptables -t nat -A PREROUTING -p tcp -m addrtype --dst-type LOCAL --dport 80 ' +
        '-j DNAT --to-destination 192.0.2.1:80',
      'iptables -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
    ].join(' && '),
  },
  {
    name: 'overlay on tmpfs',
    namespaces: ['--mount'],
    fix: loadModules('overlay'),
    script:
      'mount -t tmpfs none /tmp && cd /tmp && mkdir lower upper work merged && ' +
      'mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work merged',
  },
];

/** Returns why a feature is missing, in the kernel's words; null if it is there. */
export async function findMissing({ namespaces, script }: KernelFeature): Promise<string | null> {
  const { status, stderr } = await runCommand(['sh', '-c', script], { prefix: ['unshare', ...namespaces, '--'] });
  if (status === 0) return null;
  return stderr.trim() === '' ? `"${script}" failed with status ${status ?? 'none'}` : stderr.trim();
}
