import type { Command } from 'commander';
import type { CompareOptions } from '../commands/compare.js';

/** `docknet compare` and `docknet baseline …`: what changed between two runs. */
export function compareCommands(docknet: Command, done: (status: number) => void): void {
  docknet
    .command('compare <base> <candidate>')
    .description(
      'say what changed from one run to another: run directories, records, or baselines by name; of matrices cell by cell',
    )
    .helpOption('--help', 'print this help')
    .option('--json', 'print it as JSON')
    .option('--markdown', 'print it as Markdown')
    .option('--page <file>', 'write it as an HTML page as well')
    .addHelpText(
      'after',
      '\nDIRECTORY:CELL is one cell of a matrix (reports/RUN:debian:trixie). A matrix by itself stands for all its cells: each is compared with the one of the same engine on the other side.\n\nExit status: 1 where there is a regression (a claim that held on the base and does not on the candidate, known or not), 0 otherwise.\n\nExample:\n  npx docknet compare 20.10.24 28.5.2 --page upgrade.html',
    )
    .action(async (base: string, candidate: string, options: CompareOptions) => {
      done(await (await import('../commands/compare.js')).compare(base, candidate, options));
    });

  const baseline = docknet
    .command('baseline')
    .description('list the baselines, and make one from a run')
    .helpOption('--help', 'print this help')
    .helpCommand(false)
    .addHelpText('after', '\nExample:\n  npx docknet baseline list');
  const command = (name: string, description: string, example: string) =>
    baseline
      .command(name)
      .description(description)
      .helpOption('--help', 'print this help')
      .addHelpText('after', `\nExample:\n  ${example}`);
  command('list', 'list the baselines that ship with docknet', 'npx docknet baseline list').action(async () => {
    done(await (await import('../commands/baseline.js')).list());
  });
  command(
    'write <run>',
    'write a run as a baseline: its record without evidence, and how its checks behaved',
    'npx docknet baseline write reports/RUN',
  )
    .option('--name <name>', 'what to call it (default: the engine’s version)')
    .option('--output <directory>', 'where baselines go', 'reports/baselines')
    .action(async (run: string, options: { readonly name?: string; readonly output: string }) => {
      done(await (await import('../commands/baseline.js')).write(run, options));
    });
}
