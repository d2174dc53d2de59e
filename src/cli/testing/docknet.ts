import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { runCommand, startProcess, type ManagedProcess } from '../../process/index.js';

/** The compiled command. */
export const main = join(process.cwd(), 'dist/src/cli/main.js');

export interface Call {
  /** What to put before the command. */
  readonly through?: readonly string[];
  readonly environment?: Record<string, string>;
  /** Another copy of the command. */
  readonly main?: string;
}

/** The result of docknet, its output without the last line feed. */
export interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs docknet as in a shell outside CI; the timeout is a guard against a docknet that hangs. */
export async function docknet(args: readonly string[], call: Call = {}): Promise<Outcome> {
  const { status, stdout, stderr } = await runCommand([process.execPath, call.main ?? main, ...args], {
    prefix: call.through ?? [],
    timeoutMs: 240_000,
    env: { ...process.env, CI: '', SUDO_UID: '', SUDO_GID: '', ...call.environment },
  });
  return { exitCode: status, stdout: stdout.replace(/\n$/, ''), stderr: stderr.replace(/\n$/, '') };
}

/** Starts docknet. It is killed at the test's end. */
export function startDocknet(
  t: ExecutionContext,
  args: readonly string[],
  call: Pick<Call, 'main'> = {},
): ManagedProcess {
  const child = startProcess([process.execPath, call.main ?? main, ...args], {
    env: { ...process.env, CI: '' },
    keepOutput: 1 << 20,
  });
  t.teardown(() => {
    child.kill();
  });
  return child;
}

/** A directory that is gone after the test. */
export async function room(t: ExecutionContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'docknet-cli-'));
  t.teardown(() => rm(directory, { recursive: true, force: true }));
  return directory;
}
