import { runCommand } from '../process/index.js';

/** Something a kernel must be able to do, and commands that try it in namespaces of their own. */
export interface KernelFeature {
  readonly name: string;
  readonly mend: string;
  /** Namespaces to make, as unshare(1) takes them. */
  readonly namespaces: readonly string[];
  readonly script: string;
}

const modules = (names: string) =>
  `Load the modules (sudo modprobe ${names}), or boot a kernel that has them: Debian’s and Ubuntu’s own have all of them.`;
const containment =
  'The kernel, or what contains this machine (a container, a sandbox), forbids it. Use a machine or a virtual machine of its own, or a privileged container.';

/** What labs, engines and checks need of a kernel. */
export const kernelFeatures: readonly KernelFeature[] = [
  {
    name: 'namespaces',
    namespaces: ['--mount', '--net', '--uts', '--pid', '--fork'],
    script: 'true',
    mend: containment,
  },
  {
    name: 'veth pairs',
    namespaces: ['--net'],
    script: 'ip link add name dn0 type veth peer name dn1',
    mend: modules('veth'),
  },
  {
    name: 'bridges',
    namespaces: ['--net'],
    script: 'ip link add name dn0 type bridge',
    mend: modules('bridge br_netfilter'),
  },
  {
    name: 'NAT and its matches',
    namespaces: ['--net'],
    mend: modules('nf_nat nf_conntrack xt_MASQUERADE xt_addrtype xt_conntrack xt_nat nft_compat'),
    script: [
      'iptables -t nat -A POSTROUTING -s 192.0.2.0/24 -j MASQUERADE',
      'iptables -t nat -A PREROUTING -p tcp -m addrtype --dst-type LOCAL --dport 80 -j DNAT --to-destination 192.0.2.1:80',
      'iptables -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
    ].join(' && '),
  },
  {
    name: 'overlay on tmpfs',
    namespaces: ['--mount'],
    mend: modules('overlay'),
    script:
      'mount -t tmpfs none /tmp && cd /tmp && mkdir lower upper work merged && mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work merged',
  },
];

/** What the kernel said when it was tried; null where it can. */
export async function lacks(feature: KernelFeature): Promise<string | null> {
  const result = await runCommand(['sh', '-c', feature.script], { prefix: ['unshare', ...feature.namespaces, '--'] });
  if (result.status === 0) return null;
  return result.stderr.trim() === ''
    ? `"${feature.script}" ended with status ${result.status ?? 'none'}`
    : result.stderr.trim();
}
