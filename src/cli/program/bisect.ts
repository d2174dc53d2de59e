import type { Command } from 'commander';
import type { BisectOptions } from '../commands/bisect.js';
import {
  addCommand,
  addLabOptions,
  baseOption,
  collect,
  kernelCacheOption,
  mirrorOption,
  repositoryOption,
  type SetStatus,
} from './command.js';

/** Adds `bisect`. */
export function addBisectCommand(docknet: Command, setStatus: SetStatus): void {
  const bisect = addCommand(
    docknet,
    'bisect <check>',
    'find the first engine or kernel on which a check behaves otherwise, by halving',
    example,
    notes,
  )
    .requiredOption(
      '--good <engine>',
      'the engine to compare with: a version, a fetched engine, a directory or private; with --kernels a kernel',
    )
    .requiredOption('--bad <engine>', 'an engine on which the check behaves otherwise')
    .option('--among <engine>', 'another engine to try, such as a directory with one (repeatable)', collect)
    .option(
      '--kernels <list>',
      'bisect kernels instead: fetched ones, such as debian:bookworm,debian:trixie (repeatable)',
      collect,
    )
    .option('--engine <which>', 'the engine to run on these kernels (default: private)', collect);
  addLabOptions(bisect)
    .option(...kernelCacheOption)
    .option('--modules <directory>', 'the modules of a kernel given as a file')
    .option('--no-fetch', 'try only engines at hand')
    .option(...baseOption)
    .option(...mirrorOption)
    .option(...repositoryOption)
    .option('--firewall-backend <backend>', 'iptables or nftables (default: the engine’s)', collect)
    .option('--json', 'print the result as JSON, and progress to standard error')
    .action(async (check: string, options: BisectOptions) => {
      setStatus(await (await import('../commands/bisect.js')).bisect(check, options));
    });
}

const example = `sudo npx docknet bisect isolation/published-port-across --good 26.1.5 --bad 28.5.2
sudo npx docknet bisect nat/masquerade --kernels debian:bookworm,debian:trixie,debian:forky \\
  --good debian:bookworm --bad debian:forky`;

const notes = `Tries the engines whose versions lie between the two: those of --among, the
fetched ones, the machine’s own, and those of Docker’s apt repository, which it
fetches when their turn comes. A version is bad if the claim holds there and not on the
good one, or the reverse; if both ends have one verdict, if packets or outcomes
differ from the good one’s. A version on which the check is not judged (error,
inconclusive, not applicable) is stepped over.

With --kernels it tries one engine on kernels, each in a virtual machine; --good and
--bad name kernels, also by version.

Exit status: 0 found, 2 usage error (an end that is not as named, such as a bad
one that behaves as the good one), 3 unfit environment, 4 not judged at an end,
or versions that were stepped over leave the first bad one open.`;
