import type { Command } from 'commander';
import type { DoctorOptions } from '../commands/doctor.js';
import type { EngineOptions, FetchOptions } from '../commands/engine.js';
import { addCommand, engineCacheOption, type SetStatus } from './command.js';

/** Adds `doctor` and `engine`. */
export function addMachineCommands(docknet: Command, setStatus: SetStatus): void {
  addCommand(docknet, 'doctor', 'list what is missing on this machine, and how to fix it', 'sudo npx docknet doctor')
    .option('--clean', 'remove leftovers of killed runs and fetches')
    .option(...engineCacheOption)
    .action(async (options: DoctorOptions) => {
      setStatus(await (await import('../commands/doctor.js')).doctor(options));
    });
  const engine = addCommand(
    docknet,
    'engine',
    'fetch, list and remove engines of other releases',
    'sudo npx docknet engine fetch debian:trixie',
  );
  addCommand(
    engine,
    'fetch <names...>',
    'fetch a release’s engine: debian:bookworm, debian:trixie, debian:forky, debian:sid',
    'sudo npx docknet engine fetch debian:trixie debian:forky',
  )
    .option(...engineCacheOption)
    .option('--mirror <address>', 'a Debian mirror (default: the one of this machine’s apt, else deb.debian.org)')
    .action(async (names: string[], options: FetchOptions) => {
      setStatus(await (await import('../commands/engine.js')).fetch(names, options));
    });
  addCommand(engine, 'list', 'list the fetched engines', 'sudo npx docknet engine list')
    .option(...engineCacheOption)
    .option('--json', 'print JSON')
    .action(async (options: EngineOptions & { readonly json?: boolean }) => {
      setStatus(await (await import('../commands/engine.js')).list(options));
    });
  addCommand(engine, 'remove <names...>', 'remove fetched engines', 'sudo npx docknet engine remove debian:trixie')
    .option(...engineCacheOption)
    .action(async (names: string[], options: EngineOptions) => {
      setStatus(await (await import('../commands/engine.js')).remove(names, options));
    });
}
