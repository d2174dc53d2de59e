import { setTimeout as delay } from 'node:timers/promises';
import { findContainer, runInContainer } from '../engine/index.js';
import type { TraceListener, TraceRequest } from './request.js';
import type { Targets } from './targets.js';
import { TraceError } from './types.js';

/** Milliseconds that a command has to end once it was told to. */
const patience = 1_000;

/** The command of a trace, while it runs. */
export interface TracedCommand {
  readonly ended: Promise<number | null>;
  /** Ends it where it still runs; its exit status, null where it does not end. */
  stop(): Promise<number | null>;
}

/** Runs the trace's command in its first container. @throws TraceError where that has ended meanwhile, EngineError where it is not started. */
export async function startCommand(
  { engine, command }: TraceRequest,
  { containers }: Targets,
  audience: TraceListener,
): Promise<TracedCommand> {
  const [name = ''] = containers;
  const container = await findContainer(engine, name);
  if (container?.running !== true)
    throw new TraceError(`the container ${name} has ended, so no command can be run in it`);
  const running = await runInContainer(engine, container.id, command, (text) => {
    audience.output(text);
  });
  // An engine that goes away takes the status with it.
  const ended = running.ended.catch(() => null);
  let over = false;
  void ended.then(() => {
    over = true;
  });
  return {
    ended,
    stop: async () => {
      if (over) return ended;
      const pid = await running.pid().catch(() => null);
      // The engine has no call that ends a command; it runs on this machine (Following made sure), so the kernel has one.
      if (pid !== null) {
        try {
          process.kill(pid, 'SIGTERM');
        } catch {
          /* it has just ended */
        }
      }
      return Promise.race([ended, delay(patience, null)]);
    },
  };
}
