import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Lab } from '../../lab/index.js';
import { main } from './docknet.js';
import { descendants } from './processes.js';

/** A `docknet trace` that runs on a lab standing for a machine, as a person would have it in a terminal. */
export interface RunningTrace {
  /** Of the process that stands before it in the lab's namespaces. */
  readonly pid: number;
  /** Resolves with all it wrote so far once that matches; rejects where it ends before, and after a minute, with what it wrote. */
  until(pattern: RegExp): Promise<string>;
  /** Ctrl-C; resolves with its end. */
  interrupt(): Promise<EndedTrace>;
  /** Resolves with its end. */
  readonly ended: Promise<EndedTrace>;
}

export interface EndedTrace {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts one. It is killed with this process at the latest. */
export function startTrace(machine: Lab, args: readonly string[]): RunningTrace {
  const child = spawn(
    'setpriv',
    [
      '--pdeathsig',
      'KILL',
      '--',
      ...machine.parts.hostPrefix,
      'env',
      'DOCKER_HOST=unix:///run/docknet/docker.sock',
      process.execPath,
      main,
      'trace',
      ...args,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let [stdout, stderr] = ['', ''];
  const waiting = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (const look of waiting) look();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'close').then(([status]) => ({ status: status as number | null, stdout, stderr }));
  return {
    pid: child.pid ?? 0,
    ended,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const without = (what: string) => (): void => {
          reject(new Error(`${what} ${String(pattern)}: ${stdout}${stderr}`));
        };
        const patience = setTimeout(without('in a minute the trace did not write'), 60_000);
        const look = (): void => {
          if (!pattern.test(stdout)) return;
          clearTimeout(patience);
          waiting.delete(look);
          resolve(stdout);
        };
        waiting.add(look);
        void ended.then(without('the trace ended before it wrote'));
        look();
      }),
    interrupt: async () => {
      // nsenter stands between, for the pid namespace; the recorder's process has another name.
      const node = (await descendants(child.pid ?? 0)).find(({ name }) => name === 'node' || name === 'MainThread');
      if (node === undefined) throw new Error('docknet trace does not run');
      process.kill(node.pid, 'SIGINT');
      return ended;
    },
  };
}
