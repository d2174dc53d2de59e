import { MachineError } from '../error.js';
import { hasModule, type KernelModules } from './modules.js';

/** What the virtual machine boots with, in the order of loading: modules, and their options in the configuration. */
const bootFeatures = [
  ['virtio_ring', 'VIRTIO'],
  ['virtio', 'VIRTIO'],
  ['virtio_pci', 'VIRTIO_PCI'],
  ['virtio_console', 'VIRTIO_CONSOLE'],
  ['fuse', 'FUSE_FS'],
  ['virtiofs', 'VIRTIO_FS'],
  ['overlay', 'OVERLAY_FS'],
] as const;

/** The modules that the virtual machine boots with, in the order of loading. */
export const bootModules: readonly string[] = bootFeatures.map(([module]) => module);

/** What labs and the recorder need. Other modules are Docker's business: a check may be about their absence. */
const labFeatures = [
  ['veth', 'VETH'],
  ['bridge', 'BRIDGE'],
  ['nf_tables', 'NF_TABLES'],
  ['nft_compat', 'NFT_COMPAT'],
  ['nf_conntrack', 'NF_CONNTRACK'],
  ['nf_nat', 'NF_NAT'],
] as const;

/** Options that are never modules; read from the configuration of a kernel that has one. */
const builtinOptions = [
  'BLK_DEV_INITRD',
  'CGROUPS',
  'DEVTMPFS',
  'MODULES',
  'NAMESPACES',
  'NET_NS',
  'PACKET',
  'PCI',
  'PID_NS',
  'SERIAL_8250_CONSOLE',
  'TMPFS',
];

/**
 * Checks that a kernel has what docknet needs.
 *
 * @param config Its configuration (/boot/config-RELEASE); null if it is unknown.
 * @throws MachineError that names the missing options.
 */
export function requireFeatures(name: string, modules: Omit<KernelModules, 'directory'>, config: string | null): void {
  const missing = [
    ...[...bootFeatures, ...labFeatures]
      .filter(([module]) => !hasModule(modules, module))
      .map(([module, option]) => `CONFIG_${option} (${module})`),
    ...(config === null ? [] : builtinOptions.filter((option) => !hasOption(config, option)).map((o) => `CONFIG_${o}`)),
  ];
  if (missing.length > 0)
    throw new MachineError(
      `the kernel ${name} cannot run docknet: it lacks ${missing.join(', ')}. ` +
        'Build it with them, as modules or built in.',
    );
}

const hasOption = (config: string, option: string): boolean => new RegExp(`^CONFIG_${option}=[ym]$`, 'm').test(config);
