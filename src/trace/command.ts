import { setTimeout as delay } from 'node:timers/promises';
import { findContainer, runInContainer } from '../engine/index.js';
import type { TraceListener, TraceRequest } from './request.js';
import type { Targets } from './targets.js';
import { TraceError } from './types.js';

/** Milliseconds between SIGTERM and giving a command up. */
const stopTimeoutMs = 1_000;

/** A trace's running command. */
export interface TracedCommand {
  /** The exit status; null if unknown, when the engine went away. */
  readonly exited: Promise<number | null>;
  /** Sends SIGTERM if it still runs. Returns its exit status; null if it does not exit. */
  stop(): Promise<number | null>;
}

/**
 * Runs the trace's command in its first container.
 *
 * @throws TraceError if the container has exited meanwhile, EngineError if the engine does not start the command.
 */
export async function startCommand(
  { engine, command }: TraceRequest,
  { containers }: Targets,
  listener: TraceListener,
): Promise<TracedCommand> {
  const [name = ''] = containers;
  const container = await findContainer(engine, name);
  if (container?.running !== true)
    throw new TraceError(
      `Cannot run the command: the container ${name} has exited. Start it with: docker start ${name}`,
    );
  const running = await runInContainer(engine, container.id, command, (text) => {
    listener.output(text);
  });
  const exited = running.ended.catch(() => null);
  let hasExited = false;
  void exited.then(() => {
    hasExited = true;
  });
  return {
    exited,
    stop: async () => {
      if (hasExited) return exited;
      const pid = await running.pid().catch(() => null);
      // The engine's API cannot stop a command. ContainerRegistry has made sure that the pid is one of this machine.
      if (pid !== null) {
        try {
          process.kill(pid, 'SIGTERM');
        } catch {
          /* it has just exited */
        }
      }
      return Promise.race([exited, delay(stopTimeoutMs, null)]);
    },
  };
}
