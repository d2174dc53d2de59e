import { Command } from 'commander';
import { addBisectCommand } from './bisect.js';
import { throwUsageErrors, type SetStatus } from './command.js';
import { addKernelCommands } from './kernel.js';
import { addMachineCommands } from './machine.js';
import { addRecordCommands } from './records.js';
import { addRunCommands } from './run.js';
import { addTraceCommand } from './trace.js';

/**
 * Creates docknet's command line. A command loads its code when it is called, so that `docknet list` does not load an
 * engine's client.
 */
export function createProgram(setStatus: SetStatus): Command {
  const docknet = new Command('docknet')
    .description('Tests whether Docker’s networking on this machine behaves as documented, with packets as evidence.')
    .option('--version', 'print docknet’s version')
    .helpOption('--help', 'print this help')
    .helpCommand(false)
    .showSuggestionAfterError()
    .addHelpText('after', notes);
  addRunCommands(docknet, setStatus);
  addBisectCommand(docknet, setStatus);
  addTraceCommand(docknet, setStatus);
  addRecordCommands(docknet, setStatus);
  addMachineCommands(docknet, setStatus);
  addKernelCommands(docknet, setStatus);
  throwUsageErrors(docknet);
  return docknet;
}

const notes = `
Exit status: 0 conforms or known deviations, 1 deviates, 2 usage error,
3 unfit environment, 4 error or inconclusive, 130 interrupted.

Example:
  sudo npx docknet run nat publish`;
