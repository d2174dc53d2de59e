import type { Command } from 'commander';
import { defaultEngineCache } from '../../engine/index.js';
import type { EngineOptions } from '../commands/engine.js';

/** The option that says where fetched engines are. */
export const engineCacheOption = [
  '--engine-cache <directory>',
  'where fetched engines are kept',
  defaultEngineCache(),
] as const;

/** `docknet engine …`: the engines that a run can be made with, beside the machine's own. */
export function engineCommands(docknet: Command, done: (status: number) => void): void {
  const engine = docknet
    .command('engine')
    .description('fetch, list and remove engines of other releases')
    .helpOption('--help', 'print this help')
    .helpCommand(false)
    .addHelpText('after', '\nExample:\n  sudo npx docknet engine fetch debian:trixie');
  const command = (name: string, description: string, example: string) =>
    engine
      .command(name)
      .description(description)
      .helpOption('--help', 'print this help')
      .option(...engineCacheOption)
      .addHelpText('after', `\nExample:\n  ${example}`);

  command(
    'fetch <names...>',
    'make a root file system with a release’s own engine: debian:bookworm, debian:trixie, debian:forky, debian:sid',
    'sudo npx docknet engine fetch debian:trixie debian:forky',
  )
    .option(
      '--mirror <address>',
      'a Debian mirror (default: the one that this machine’s apt uses, else deb.debian.org)',
    )
    .action(async (names: string[], options: EngineOptions & { readonly mirror?: string }) => {
      done(await (await import('../commands/engine.js')).fetch(names, options));
    });
  command('list', 'list the engines that were fetched', 'sudo npx docknet engine list')
    .option('--json', 'print them as JSON')
    .action(async (options: EngineOptions & { readonly json?: boolean }) => {
      done(await (await import('../commands/engine.js')).list(options));
    });
  command('remove <names...>', 'remove fetched engines', 'sudo npx docknet engine remove debian:trixie').action(
    async (names: string[], options: EngineOptions) => {
      done(await (await import('../commands/engine.js')).remove(names, options));
    },
  );
}
