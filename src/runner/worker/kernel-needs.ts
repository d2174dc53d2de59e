import type { AnyCheck, Spec } from '../../check/index.js';
import { LabError } from '../../lab/index.js';
import { runCommand } from '../../process/index.js';
import { givenOf } from '../fixture/apply-sabotage.js';

/** Something that a kernel may lack and that a check's `given` relies on. */
interface KernelNeed {
  /** "the driver ipvlan (CONFIG_IPVLAN)" */
  readonly what: string;
  /** Tries it in a network namespace with a veth pair d0 and d1. */
  readonly probe: string;
}

const needs = {
  macvlan: { what: 'the driver macvlan (CONFIG_MACVLAN)', probe: 'ip link add p0 link d0 type macvlan' },
  ipvlan: { what: 'the driver ipvlan (CONFIG_IPVLAN)', probe: 'ip link add p0 link d0 type ipvlan' },
  vlan: { what: 'VLANs (CONFIG_VLAN_8021Q)', probe: 'ip link add p0 link d0 type vlan id 50' },
  vxlan: { what: 'the driver vxlan (CONFIG_VXLAN)', probe: 'ip link add p0 type vxlan id 5 dstport 4789' },
  esp: {
    what: 'encryption with ESP (CONFIG_INET_ESP, AES-GCM)',
    probe:
      `ip xfrm state add src 192.0.2.1 dst 192.0.2.2 proto esp spi 0x100 mode transport ` +
      `aead 'rfc4106(gcm(aes))' 0x0102030405060708090a0b0c0d0e0f1011121314 64`,
  },
  dummy: { what: 'the driver dummy (CONFIG_DUMMY)', probe: 'ip link add p0 type dummy' },
  sctp: { what: 'SCTP (CONFIG_IP_SCTP)', probe: `perl -MSocket -e 'exit !socket(my $s, AF_INET, SOCK_STREAM, 132)'` },
} satisfies Readonly<Record<string, KernelNeed>>;

/** Lists what a place needs of the kernel beyond what every lab needs. */
function needsOf(spec: Spec): KernelNeed[] {
  if (spec.kind === 'lan-host') return spec.vlan === null ? [] : [needs.vlan];
  if (spec.kind === 'container') return spec.publish.some((port) => port.endsWith('/sctp')) ? [needs.sctp] : [];
  if (spec.kind === 'overlay') return [needs.vxlan, ...(spec.encrypted ? [needs.esp] : [])];
  if (spec.kind !== 'parent-network') return [];
  return [
    needs[spec.driver],
    ...(spec.vlan === null ? [] : [needs.vlan]),
    // Without a parent the engine makes a dummy interface one.
    ...(spec.parent ? [] : [needs.dummy]),
  ];
}

const missing = new Map<KernelNeed, Promise<boolean>>();

/**
 * Returns why the kernel cannot run a check; null if it can. Probes each need once per process.
 *
 * @throws LabError if no network namespace with a veth pair can be made: that says nothing about the need.
 */
export async function whyKernelLacks(check: AnyCheck, sabotaged: boolean): Promise<string | null> {
  for (const need of Object.values(givenOf(check, sabotaged)).flatMap(needsOf)) {
    const found = missing.get(need) ?? isMissing(need);
    missing.set(need, found);
    if (await found) return `this kernel lacks ${need.what}`;
  }
  return null;
}

async function isMissing({ probe }: KernelNeed): Promise<boolean> {
  const script = `ip link add d0 type veth peer name d1 && echo probing && ${probe}`;
  const { status, stdout, stderr } = await runCommand(['sh', '-c', script], { prefix: ['unshare', '--net', '--'] });
  if (status === null || stdout === '') throw new LabError(`the kernel could not be probed: ${stderr.trim()}`);
  return status !== 0;
}
