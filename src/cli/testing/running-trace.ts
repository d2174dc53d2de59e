import type { Lab } from '../../lab/index.js';
import { startProcess } from '../../process/index.js';
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

/** Starts a trace. It is killed with this process at the latest. */
export function startTrace(machine: Lab, args: readonly string[]): RunningTrace {
  const trace = startProcess([process.execPath, main, 'trace', ...args], {
    prefix: [...machine.parts.hostPrefix, 'env', 'DOCKER_HOST=unix:///run/docknet/docker.sock'],
    env: process.env,
    keepOutput: Infinity,
  });
  const ended = trace.ended.then(({ status }) => ({ status, stdout: trace.stdout, stderr: trace.stderr }));
  return {
    pid: trace.pid,
    ended,
    until: (pattern) =>
      trace.waitForOutput(pattern, { timeoutMs: 60_000 }).catch((cause: unknown) => {
        throw new Error(`${String(cause)}: ${trace.stdout}`, { cause });
      }),
    interrupt: async () => {
      // nsenter is between them, for the pid namespace; the recorder's process has another name.
      const node = (await descendants(trace.pid)).find(({ name }) => name === 'node' || name === 'MainThread');
      if (node === undefined) throw new Error('docknet trace does not run');
      process.kill(node.pid, 'SIGINT');
      return ended;
    },
  };
}
