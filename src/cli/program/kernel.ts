import type { Command } from 'commander';
import type { KernelFetchOptions, KernelListOptions, KernelOptions } from '../commands/kernel.js';
import { addCommand, kernelCacheOption, type SetStatus } from './command.js';

/** Adds `kernel`. */
export function addKernelCommands(docknet: Command, setStatus: SetStatus): void {
  const kernel = addCommand(
    docknet,
    'kernel',
    'fetch, list and remove kernels of other releases',
    'sudo npx docknet kernel fetch debian:trixie',
  );
  addCommand(
    kernel,
    'fetch <names...>',
    'fetch kernels: debian:bookworm, debian:bookworm-backports, debian:trixie, debian:trixie-backports, ' +
      'debian:forky, debian:sid, ubuntu:noble',
    'sudo npx docknet kernel fetch debian:bookworm debian:trixie-backports',
  )
    .option(...kernelCacheOption)
    .option('--mirror <address>', 'a mirror of the distribution (default: the one of this machine’s apt)')
    .action(async (names: string[], options: KernelFetchOptions) => {
      setStatus(await (await import('../commands/kernel.js')).fetch(names, options));
    });
  addCommand(kernel, 'list', 'list the fetched kernels', 'sudo npx docknet kernel list')
    .option(...kernelCacheOption)
    .option('--json', 'print JSON')
    .action(async (options: KernelListOptions) => {
      setStatus(await (await import('../commands/kernel.js')).list(options));
    });
  addCommand(kernel, 'remove <names...>', 'remove fetched kernels', 'sudo npx docknet kernel remove debian:trixie')
    .option(...kernelCacheOption)
    .action(async (names: string[], options: KernelOptions) => {
      setStatus(await (await import('../commands/kernel.js')).remove(names, options));
    });
}
