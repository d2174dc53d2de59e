#!/usr/bin/env node
import { CommanderError } from 'commander';
import { CommandError, statusOf } from './errors.js';
import { ResultsError } from '../results/error.js';
import { nearest } from './suggest.js';
import { program } from './program/program.js';
import { indented } from './terminal/style.js';

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

/** Prints an error. An unexpected one comes with its stack, for a bug report. */
function fail(error: unknown): number {
  const status = statusOf(error);
  const expected = error instanceof CommandError || status < 4;
  const text = !(error instanceof Error) ? String(error) : expected ? error.message : (error.stack ?? error.message);
  process.stderr.write(`docknet: ${indented(text + hintOf(error), '  ')}\n`);
  return status;
}

/** Returns " Did you mean NAME?" for an error about an unknown name that resembles a known one. */
function hintOf(error: unknown): string {
  const suggest = error instanceof ResultsError ? error.suggest : null;
  const name = suggest === null ? null : nearest(suggest.word, suggest.names);
  return name === null ? '' : ` Did you mean ${name}?`;
}
