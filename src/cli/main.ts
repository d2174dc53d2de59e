#!/usr/bin/env node
import { CommanderError } from 'commander';
import { exitStatusOf, printError } from './errors.js';
import { createProgram } from './program/program.js';

// A reader that closes the pipe (docknet list | head) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 4);
});

try {
  if (process.argv[2] === '--version') await printVersion();
  else
    await createProgram((status) => {
      process.exitCode = status;
    }).parseAsync();
} catch (error) {
  if (error instanceof CommanderError && error.exitCode === 0) process.exitCode = 0;
  else {
    process.exitCode = exitStatusOf(error);
    printError(error);
  }
}

async function printVersion(): Promise<void> {
  const { docknetVersion } = await import('../record/index.js');
  process.stdout.write(`${docknetVersion()}\n`);
}
