import type { Command } from 'commander';
import type { DoctorOptions } from '../commands/doctor.js';
import type { EngineOptions, ListOptions } from '../commands/engine.js';
import type { FetchOptions } from '../run/fetch-engine.js';
import {
  addCommand,
  baseOption,
  engineCacheOption,
  kernelCacheOption,
  mirrorOption,
  repositoryOption,
  type SetStatus,
} from './command.js';

/** Adds `doctor` and `engine`. */
export function addMachineCommands(docknet: Command, setStatus: SetStatus): void {
  addCommand(docknet, 'doctor', 'list what is missing on this machine, and how to fix it', 'sudo npx docknet doctor')
    .option('--clean', 'remove leftovers of killed runs and fetches')
    .option(...engineCacheOption)
    .option(...kernelCacheOption)
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
    'fetch engines: docker:29.4.2, docker:29, docker:latest from Docker’s apt repository; debian:bookworm, ' +
      'debian:trixie, debian:forky, debian:sid from Debian',
    'sudo npx docknet engine fetch docker:28.0.4 docker:latest',
  )
    .option(...engineCacheOption)
    .option(...baseOption)
    .option(...mirrorOption)
    .option(...repositoryOption)
    .action(async (names: string[], options: FetchOptions) => {
      setStatus(await (await import('../commands/engine.js')).fetch(names, options));
    });
  addCommand(engine, 'list', 'list the fetched engines', 'sudo npx docknet engine list')
    .option('--available', 'list the engines that can be fetched, the newest first')
    .option(...engineCacheOption)
    .option(...baseOption)
    .option(...repositoryOption)
    .option('--json', 'print JSON')
    .action(async (options: ListOptions) => {
      setStatus(await (await import('../commands/engine.js')).list(options));
    });
  addCommand(engine, 'remove <names...>', 'remove fetched engines', 'sudo npx docknet engine remove debian:trixie')
    .option(...engineCacheOption)
    .action(async (names: string[], options: EngineOptions) => {
      setStatus(await (await import('../commands/engine.js')).remove(names, options));
    });
}
