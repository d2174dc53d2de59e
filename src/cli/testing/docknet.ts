import { execa, type Result } from 'execa';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';

/** The compiled command. */
export const main = join(process.cwd(), 'dist/src/cli/main.js');

export interface Call {
  /** What to put before the command. */
  readonly through?: readonly string[];
  readonly environment?: Record<string, string>;
  /** Another copy of the command. */
  readonly main?: string;
}

/** What came of a call of docknet. */
export type Outcome = Pick<Result, 'exitCode'> & { readonly stdout: string; readonly stderr: string };

/** Calls docknet as a person would, outside CI, and waits for its end; the limit is for one that hangs, not for a busy machine. */
export async function docknet(args: readonly string[], call: Call = {}): Promise<Outcome> {
  const [program = '', ...rest] = [...(call.through ?? []), process.execPath, call.main ?? main, ...args];
  return execa(program, rest, {
    reject: false,
    timeout: 240_000,
    killSignal: 'SIGKILL',
    stdin: 'ignore',
    env: { CI: '', SUDO_UID: '', SUDO_GID: '', ...call.environment },
  });
}

/** Starts docknet and hands it over running. It is killed at the test's end should it still run. */
export function startDocknet(
  t: ExecutionContext,
  args: readonly string[],
  call: Pick<Call, 'main'> = {},
): ChildProcess {
  const child = spawn(process.execPath, [call.main ?? main, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CI: '' },
  });
  t.teardown(() => {
    child.kill('SIGKILL');
  });
  return child;
}

/** A directory that is gone after the test. */
export async function room(t: ExecutionContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'docknet-cli-'));
  t.teardown(() => rm(directory, { recursive: true, force: true }));
  return directory;
}
