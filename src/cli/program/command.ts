import type { Command, CommanderError } from 'commander';
import { UsageError } from '../errors.js';

/** Sets docknet's exit status. */
export type SetStatus = (status: number) => void;

/** Adds a command with `--help`, which ends with an example. */
export function addCommand(parent: Command, name: string, description: string, example: string, notes = ''): Command {
  return parent
    .command(name)
    .description(description)
    .helpOption('--help', 'print this help')
    .helpCommand(false)
    .addHelpText('after', `${notes === '' ? '' : `\n${notes}\n`}\nExample:\n${example.replace(/^/gm, '  ')}`);
}

/** Collects the values of an option that may be repeated. */
export const collect = (value: string, previous: readonly string[] = []): readonly string[] => [...previous, value];

/** `--strict-rules`, for the commands whose exit status it changes. */
export const strictRulesOption = [
  '--strict-rules',
  'exit status 1 also if rules alone differ from those documented',
] as const;

export const suitesOption = [
  '--suites <directory>',
  'your own checks, AREA/NAME.ts or .js below the directory (repeatable)',
  collect,
] as const;

/** Adds the options of the commands that write reports; see `readReporters`. */
export function addReporterOptions(command: Command): Command {
  return command
    .option(
      '--reporter <name>',
      'html (default), junit, ctrf, github, markdown, json or tap; NAME=FILE writes to FILE, NAME=- to standard ' +
        'output (repeatable)',
      collect,
    )
    .option('--artifact-url <address>', 'address of the uploaded report, for the links of github and markdown');
}

export const engineCacheOption = [
  '--engine-cache <directory>',
  'directory of fetched engines (default: docknet/engines in your cache directory)',
] as const;

export const baseOption = [
  '--base <release>',
  'the release to install docker-ce on: debian:trixie, ubuntu:noble (default: this machine’s own)',
] as const;

export const repositoryOption = [
  '--repository <address>',
  'a mirror of Docker’s apt repository (default: https://download.docker.com); Docker’s key is required there too',
] as const;

export const mirrorOption = [
  '--mirror <address>',
  'a mirror of Debian, or of the base (default: the one of this machine’s apt)',
] as const;

export const kernelCacheOption = [
  '--kernel-cache <directory>',
  'directory of fetched kernels (default: docknet/kernels in your cache directory)',
] as const;

/** Adds the options of commands that run checks in labs. */
export function addLabOptions(command: Command): Command {
  return command
    .option(...engineCacheOption)
    .option(...suitesOption)
    .option('--output <directory>', 'the reports directory', 'reports')
    .option(
      '--iptables <backend>',
      'legacy: use legacy iptables in labs (default: the machine’s, or the engine root’s)',
    )
    .option('--daemon-config <file>', 'run every check’s engine with your daemon.json')
    .option('--engine-timeout <seconds>', 'time for an engine to start', '30');
}

/** Makes commander throw a UsageError instead of printing an error. */
export function throwUsageErrors(command: Command): void {
  command.exitOverride((error: CommanderError) => {
    if (error.exitCode === 0) throw error;
    if (error.code === 'commander.help')
      throw new UsageError(`Specify a command. See ${nameOf(command)} --help.`, { cause: error });
    const message = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
    const sentence = message.replace(/^./, (letter) => letter.toUpperCase()).replace(/([^.?)])$/, '$1.');
    throw new UsageError(`${sentence} See ${nameOf(command)} --help.`, { cause: error });
  });
  command.configureOutput({ outputError: () => undefined });
  for (const child of command.commands) throwUsageErrors(child);
}

/** "docknet engine fetch". */
const nameOf = (command: Command): string =>
  command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;
