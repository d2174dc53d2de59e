import { Command, type CommanderError } from 'commander';
import type { DoctorOptions } from '../commands/doctor.js';
import type { RunOptions } from '../commands/run.js';
import { compareCommands } from './records.js';
import { engineCacheOption, engineCommands } from './machine.js';
import { UsageError } from '../errors.js';
import { traceCommand } from './trace.js';
import { docknetVersion } from '../../record/index.js';

/** docknet's commands. Each loads its own code when it is called, so that `docknet list` does not wait for an engine's client. */
export function program(done: (status: number) => void): Command {
  const docknet = new Command('docknet')
    .description('Checks with packets as evidence whether Docker’s networking on this machine behaves as documented.')
    .version(docknetVersion(), '--version', 'print docknet’s version')
    .helpOption('--help', 'print this help')
    .helpCommand(false)
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      '\nExit status: 0 conforms or known deviations, 1 deviates or unexpected pass, 2 usage, 3 unfit environment, 4 error or inconclusive, 130 interrupted.\n\nExample:\n  sudo npx docknet run nat publish',
    );

  const command = (name: string, description: string, example: string) =>
    docknet
      .command(name)
      .description(description)
      .helpOption('--help', 'print this help')
      .addHelpText('after', `\nExample:\n  ${example}`);
  const runOptions = (of: Command) =>
    of
      .option(
        '--engine <which>',
        'private: the machine’s dockerd in a lab of its own; host: the running engine; a fetched engine, such as debian:trixie; or a directory with one (default: private). Several make a matrix',
        collect,
      )
      .option(...engineCacheOption)
      .option(
        '--suites <directory>',
        'run your own checks from this directory; may be given several times',
        collect,
        [],
      )
      .option('--output <directory>', 'where reports go', 'reports')
      .option(
        '--shard <part>',
        'run one part of the checks only: 1/4 is the first of four; docknet merge puts them together',
      )
      .option(
        '--workers <number>',
        'labs at once (default: two for each core, three where there are several engines, 8 at most)',
      )
      .option(
        '--iptables <backend>',
        'legacy: labs whose iptables is the legacy program, with the kernel’s legacy tables (default: what is chosen on the machine, or in the engine’s root file system)',
      )
      .option('--engine-timeout <seconds>', 'how long an engine may take to come up', '30')
      .option('--yes', 'agree to what --engine host changes on this machine')
      .option('--json', 'print the result as JSON; progress goes to standard error');

  runOptions(
    command(
      'run [checks...]',
      'run checks: all of them, or those that ids, areas and globs name',
      "sudo npx docknet run nat/masquerade 'publish/*'",
    ),
  )
    .option(
      '--baseline <name>',
      'compare with a baseline or another run as well; a regression against it makes the exit status 1',
    )
    .option(
      '--no-baseline',
      'compare with nothing; without either, an engine that has no baseline is compared with the nearest one, which does not change the exit status',
    )
    .action(async (checks: string[], options: RunOptions) => {
      done(await (await import('../commands/run.js')).run(checks, withEngine(options)));
    });
  runOptions(
    command(
      'prove [checks...]',
      'run checks each under its sabotage, which must turn it',
      'sudo npx docknet prove nat',
    ),
  ).action(async (checks: string[], options: RunOptions) => {
    done(await (await import('../commands/prove.js')).prove(checks, withEngine(options)));
  });
  traceCommand(docknet, done);
  command('doctor', 'say what is missing here, and the command that mends it', 'sudo npx docknet doctor')
    .option('--clean', 'remove what killed runs and fetches have left')
    .option(...engineCacheOption)
    .action(async (options: DoctorOptions) => {
      done(await (await import('../commands/doctor.js')).doctor(options));
    });
  command('list', 'list the checks; needs no engine', 'npx docknet list --json')
    .option('--json', 'print them as JSON')
    .action(async (options: { readonly json?: boolean }) => {
      done(await (await import('../commands/list.js')).list(options));
    });
  command(
    'explain <id>',
    'say what a check claims, does and expects; needs no engine',
    'npx docknet explain nat/masquerade',
  )
    .option('--output <directory>', 'where reports are: what the newest run found is told too', 'reports')
    .action(async (id: string, options: { output: string }) => {
      done(await (await import('../commands/explain.js')).explain(id, options.output));
    });
  command('judge <record>', 'judge a run again, from its evidence alone', 'npx docknet judge reports/RUN')
    .option('--json', 'print the verdicts as JSON')
    .action(async (record: string, options: { readonly json?: boolean }) => {
      done(await (await import('../commands/judge.js')).judge(record, options));
    });
  command(
    'merge <records...>',
    'make one matrix from runs of parts of the checks, or on different machines',
    'npx docknet merge reports/ONE reports/OTHER',
  )
    .option('--output <directory>', 'where reports go', 'reports')
    .action(async (records: string[], options: { readonly output: string }) => {
      done(await (await import('../commands/merge.js')).merge(records, options));
    });
  command(
    'report <record>',
    'write the page of a run, or of a run on several engines, again from its record and evidence',
    'npx docknet report reports/RUN',
  ).action(async (record: string) => {
    done(await (await import('../commands/report.js')).report(record));
  });
  compareCommands(docknet, done);
  engineCommands(docknet, done);
  for (const one of [docknet, ...docknet.commands, ...docknet.commands.flatMap((of) => of.commands)]) throwing(one);
  return docknet;
}

/** An option that may be given several times. */
const collect = (value: string, previous: readonly string[] = []): readonly string[] => [...previous, value];

/** The engine where none is named; commander would add to a default. */
const withEngine = (options: Omit<RunOptions, 'engine'> & Partial<RunOptions>): RunOptions => ({
  engine: ['private'],
  ...options,
});

/** "docknet engine fetch". */
const nameOf = (command: Command): string =>
  command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;

/** Makes commander throw what it would print: one sentence, and where to read on. */
function throwing(command: Command): void {
  command.exitOverride((error: CommanderError) => {
    if (error.exitCode === 0) throw error;
    if (error.code === 'commander.help') throw new UsageError('no command was given.', { cause: error });
    const said = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
    const name = nameOf(command);
    throw new UsageError(`${said.replace(/([^.?)])$/, '$1.')} See ${name} --help.`, { cause: error });
  });
  command.configureOutput({ outputError: () => undefined });
}
