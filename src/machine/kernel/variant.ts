import { quote } from '../../process/index.js';
import type { Kernel } from './kernel.js';
import { readModules } from './modules.js';

/** How a guest's kernel differs from what its packages install. */
export interface KernelVariant {
  /** Names of modules that it does not find: `br_netfilter`. A module that is built in stays. */
  readonly without: readonly string[];
  /** Parameters on its command line: `ipv6.disable=1`. */
  readonly boot: readonly string[];
}

/** A kernel as its packages install it. */
export const plainKernel: KernelVariant = { without: [], boot: [] };

/** Describes a variant: "without br_netfilter and nft_fib, booted with ipv6.disable=1". */
export function describeVariant({ without, boot }: KernelVariant): string {
  const differences = [
    ...(without.length === 0 ? [] : [`without ${without.join(' and ')}`]),
    ...(boot.length === 0 ? [] : [`booted with ${boot.join(' ')}`]),
  ];
  return differences.join(', ') || 'as its packages install it';
}

/**
 * Returns shell commands that leave modules out of a kernel's tree and index, as if their package was not installed.
 * Run them in a mount namespace of its own: they mount an overlay over the tree.
 *
 * @param directory An existing directory for what the overlay changes, without `:` and `,` in its path.
 * @throws MachineError if the tree has no index.
 */
export async function leaveOut(
  { modules: tree, release }: Kernel,
  { without }: KernelVariant,
  directory: string,
): Promise<string[]> {
  const { loadable } = await readModules(tree);
  const files = without.flatMap((name) => loadable.get(name)?.file ?? []);
  if (files.length === 0) return [];
  const root = `${directory}/modules`;
  const merged = `${root}/lib/modules/${release}`;
  return [
    `mkdir -p ${[`${root}/upper`, `${root}/work`, merged].map(quote).join(' ')}`,
    // The tree's own path may contain what overlay's options cannot.
    `cd ${quote(tree)}`,
    `mount -t overlay docknet -o ${quote(`lowerdir=.,upperdir=${root}/upper,workdir=${root}/work`)} ${quote(merged)}`,
    'cd /',
    `rm ${files.map((file) => quote(`${merged}/${file}`)).join(' ')}`,
    `depmod -b ${quote(root)} ${quote(release)}`,
    `mount --bind ${quote(merged)} ${quote(tree)}`,
  ];
}
