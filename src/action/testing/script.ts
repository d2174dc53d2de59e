import { chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startProcess } from '../../process/index.js';
import type { RunnerUser } from './runner-files.js';

export interface Mount {
  readonly from: string;
  readonly to: string;
}

export interface ScriptOptions {
  readonly file: string;
  readonly shell: string | null;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly user: RunnerUser;
  /** Directories and files to show elsewhere, in the order in which they are mounted. */
  readonly mounts: readonly Mount[];
  /** Cancels the job when a line matches. */
  readonly cancelAt: RegExp | null;
}

export interface ScriptResult {
  readonly status: number;
  readonly lines: readonly string[];
  readonly cancelled: boolean;
}

/** What the runner's `shell` stands for. */
const shells: Readonly<Record<string, readonly string[]>> = {
  '': ['bash', '-e'],
  bash: ['bash', '--noprofile', '--norc', '-e', '-o', 'pipefail'],
};

/** Runs a step's script as the user, in an environment of its own, as the runner does. */
export async function runScript(script: string, options: ScriptOptions): Promise<ScriptResult> {
  const { file, shell, cwd, env, user, mounts, cancelAt } = options;
  await writeFile(file, script);
  await chown(file, user.uid, user.gid);
  const interpreter = shells[shell ?? ''];
  if (interpreter === undefined) throw new Error(`no shell ${shell ?? ''} here`);
  const become = ['setpriv', `--reuid=${user.uid}`, `--regid=${user.gid}`, '--init-groups', '--'];
  const argv = [...mountPrefix(mounts), ...become, ...interpreter, file];
  const running = startProcess(argv, { env, cwd, detached: true });
  const lines: string[] = [];
  let cancelling: Promise<void> | null = null;
  const add = (line: string) => {
    lines.push(line);
    if (cancelling === null && cancelAt?.test(line) === true) cancelling = cancel();
  };
  /** SIGINT to the step's own process, SIGTERM after 7.5 s, SIGKILL after 2.5 s more. */
  const cancel = async () => {
    for (const [signal, waitMs] of [
      ['SIGINT', 7500],
      ['SIGTERM', 2500],
      ['SIGKILL', 0],
    ] as const) {
      if (!running.running) return;
      running.kill(signal);
      const timer = { clear: (): void => undefined };
      await Promise.race([
        running.exited,
        new Promise<void>((resolve) => {
          const handle = setTimeout(resolve, waitMs);
          timer.clear = () => {
            clearTimeout(handle);
          };
        }),
      ]);
      timer.clear();
    }
  };
  running.onLine(add);
  running.onLine(add, 'stderr');
  const { status, error } = await running.ended;
  if (error !== null) throw new Error(error);
  return { status: status ?? 137, lines, cancelled: cancelling !== null };
}

/** Mounts in a namespace that ends with the step, so that no mount is left behind. */
function mountPrefix(mounts: readonly Mount[]): string[] {
  const script = 'while [ "$1" != -- ]; do mount --bind "$1" "$2"; shift 2; done; shift; exec "$@"';
  return ['unshare', '--mount', 'sh', '-ec', script, 'sh', ...mounts.flatMap(({ from, to }) => [from, to]), '--'];
}

/** Returns a path for the script of a step. */
export const scriptFile = (temporary: string, step: number): string => join(temporary, `step-${step}.sh`);
