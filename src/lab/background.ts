import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Entry } from './command.js';
import { LabError } from './error.js';

/** A program that runs at a place until it is stopped, or until we end. */
export interface Background {
  stop(): Promise<void>;
}

/** Starts a program at a place and waits for its line "ready". @throws LabError where it ends before that. */
export async function startAt(entry: Entry, argv: readonly string[]): Promise<Background> {
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', ...entry, ...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  await new Promise<void>((resolve, reject) => {
    createInterface(child.stdout).once('line', () => {
      resolve();
    });
    ended.then(() => {
      reject(new LabError(`${argv.join(' ')} ended before it was ready: ${complaint.trim()}`));
    }, reject);
  });
  return {
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
