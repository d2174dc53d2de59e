import type { Command } from 'commander';
import type { ExplainOptions } from '../commands/explain.js';
import type { ListOptions } from '../commands/list.js';
import type { NewOptions } from '../commands/new.js';
import type { FaultOptions } from '../run/fault-options.js';
import type { RunOptions } from '../run/options.js';
import {
  addCommand,
  addReporterOptions,
  addLabOptions,
  collect,
  kernelCacheOption,
  strictRulesOption,
  suitesOption,
  type SetStatus,
} from './command.js';

/** Adds `run`, `prove`, `list`, `explain` and `new`. */
export function addRunCommands(docknet: Command, setStatus: SetStatus): void {
  addRunOptions(
    addCommand(docknet, 'run [checks...]', 'run checks, selected by ids, areas and globs', runExample, runNotes),
  )
    .option('--baseline <name>', 'compare with a baseline or another run; exit status 1 for a regression')
    .option('--no-baseline', 'compare with nothing')
    .option('--quick', 'run the checks that notice the most faults, in a tenth of the time')
    .option(
      '--explain',
      'after a matrix, run the checks that differ on the engines and kernels that no cell combines, to show which of ' +
        'the two a difference follows',
    )
    .action(async (patterns: string[], options: RunOptions) => {
      setStatus(await (await import('../commands/run.js')).run(patterns, withDefaultEngine(options)));
    });
  addRunOptions(
    addCommand(
      docknet,
      'prove [checks...]',
      'run each check under its sabotage, which must change its outcome',
      "sudo npx docknet prove nat\nsudo npx docknet prove --faults 'iptables/*'",
    ),
  )
    .option('--faults', 'put faults into the engine instead, which some check must notice; arguments select faults')
    .option('--enough <number>', 'with --faults: go on to the next fault when so many checks noticed it', '3')
    .option('--all-checks', 'with --faults: try every check that could notice, not those recorded as noticing')
    .option('--record', 'with --faults: record which checks noticed, for run --quick and later proofs')
    .option('--resume <directory>', 'with --faults: continue an interrupted proof')
    .action(async (patterns: string[], { faults, ...options }: FaultOptions & { readonly faults?: true }) => {
      const all = { ...options, ...withDefaultEngine(options) };
      if (faults === true) setStatus(await (await import('../commands/prove-faults.js')).proveFaults(patterns, all));
      else setStatus(await (await import('../commands/run.js')).prove(patterns, all));
    });
  addCommand(docknet, 'list', 'list the checks; needs no engine', 'npx docknet list --json')
    .option('--json', 'print JSON')
    .option('--faults', 'list the faults of docknet prove --faults instead')
    .option(...suitesOption)
    .action(async ({ faults, ...options }: ListOptions & { readonly faults?: true }) => {
      if (faults === true) setStatus((await import('../commands/prove-faults.js')).listFaults());
      else setStatus(await (await import('../commands/list.js')).list(options));
    });
  addCommand(
    docknet,
    'explain <id>',
    'print a check’s claim, traffic and expectations, and its last result; needs no engine',
    'npx docknet explain nat/masquerade',
  )
    .option(...suitesOption)
    .option('--output <directory>', 'the reports directory, for the last result', 'reports')
    .action(async (id: string, options: ExplainOptions) => {
      setStatus(await (await import('../commands/explain.js')).explain(id, options));
    });
  addCommand(
    docknet,
    'new <id>',
    'write a check of your own that runs as it is; overwrites nothing',
    'npx docknet new web/reachable\nsudo npx docknet run --suites suites web/reachable',
  )
    .option('--suites <directory>', 'the directory to write to', 'suites')
    .option('--js', 'write JavaScript instead of TypeScript')
    .action(async (id: string, options: NewOptions) => {
      setStatus(await (await import('../commands/new.js')).create(id, options));
    });
}

const runExample = `sudo npx docknet run nat/masquerade 'publish/*'
sudo npx docknet run --engine debian:trixie --engine debian:forky
sudo npx docknet run --kernel debian:bookworm --kernel debian:trixie nat
sudo npx docknet run --engine debian:bookworm@debian:bookworm --engine debian:trixie@debian:trixie --explain
sudo npx docknet run --suites suites`;

const runNotes = `Runs all of docknet’s checks, or with --suites yours, unless checks are named.
An engine without a baseline is compared with the nearest one, which does not
change the exit status.`;

function addRunOptions(command: Command): Command {
  addReporterOptions(command).option(
    '--engine <which>',
    'private: the machine’s dockerd in a lab; host: the running engine; a fetched engine, such as debian:trixie; ' +
      'or a directory with one; ENGINE@KERNEL for one on a kernel of its own. Repeat it for a matrix ' +
      '(default: private)',
    collect,
  );
  return addLabOptions(command)
    .option('--shard <part>', 'run one part of the checks, such as 1/4; docknet merge joins the parts')
    .option('--workers <number>', 'labs at once (default: 3 a core, at most 8)')
    .option(
      '--firewall-backend <backend>',
      'iptables or nftables (engine 29 or newer) for every check’s engine. Repeat it for a matrix ' +
        '(default: the engine’s)',
      collect,
    )
    .option(
      '--kernel <which>',
      'run in a virtual machine with this kernel: a fetched one, such as debian:trixie, or the file of one. ' +
        'Repeat it for a matrix (default: this machine’s kernel)',
      collect,
    )
    .option('--modules <directory>', 'the modules of a kernel given as a file')
    .option(...kernelCacheOption)
    .option('--yes', 'accept what --engine host changes on this machine')
    .option('--json', 'print the result as JSON, and progress to standard error')
    .option(...strictRulesOption);
}

/** Adds the default engine; commander would append to a default list. */
const withDefaultEngine = (options: Omit<RunOptions, 'engine'> & Partial<RunOptions>): RunOptions => ({
  engine: ['private'],
  ...options,
});
