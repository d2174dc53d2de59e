#!/usr/bin/env node
import { CommanderError } from 'commander';
import { CommandError, statusOf } from './exit.js';
import { program } from './program.js';
import { indented } from './terminal/paint.js';

// A reader that has seen enough (docknet list | head) is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 4);
});

try {
  await program((status) => {
    process.exitCode = status;
  }).parseAsync();
} catch (error) {
  if (error instanceof CommanderError && error.exitCode === 0) process.exitCode = 0;
  else process.exitCode = fail(error);
}

/** Says what went wrong, once. What nobody foresaw comes with its stack, for a report of the bug. */
function fail(error: unknown): number {
  const status = statusOf(error);
  const foreseen = error instanceof CommandError || status === 3;
  const text = !(error instanceof Error) ? String(error) : foreseen ? error.message : (error.stack ?? error.message);
  process.stderr.write(`docknet: ${indented(text, '  ')}\n`);
  return status;
}
