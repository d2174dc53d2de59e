import { scaleMs } from '../process/index.js';
import type { EngineClient } from './client.js';
import { EngineError } from './error.js';
import { containerEvents } from './events.js';

/** A container's end without the engine. */
interface Crash {
  /** Ends the container's first process. */
  readonly kill: () => Promise<void>;
  /** The event to wait for: its end, or the start that its restart policy brings. */
  readonly until: 'die' | 'start';
  readonly timeoutMs: number;
}

/**
 * Ends a running container's first process and waits until the engine has noticed it.
 *
 * @throws what `kill` throws, and EngineError if the engine does not notice it in time.
 */
export async function awaitCrash(client: EngineClient, id: string, { kill, until, timeoutMs }: Crash): Promise<void> {
  const failed = new AbortController();
  const signal = AbortSignal.any([failed.signal, AbortSignal.timeout(scaleMs(timeoutMs))]);
  let killed = Promise.resolve();
  const events = containerEvents(client, signal, () => {
    killed = kill();
    killed.catch(() => {
      failed.abort();
    });
  });
  for await (const { action, container } of events) {
    if (action !== until || container !== id) continue;
    // Some engines announce an end and then give up the network. They describe the container after both.
    await client.docker.getContainer(id).inspect();
    return;
  }
  await killed;
  const what = until === 'die' ? 'notice its end' : 'start it again';
  throw new EngineError(`the container ${id} was killed, and the engine did not ${what} within ${timeoutMs} ms`);
}
