import type { Readable } from 'node:stream';
import { scaleMs } from '../process/index.js';
import type { EngineClient } from './client.js';
import { EngineError } from './error.js';

/**
 * Has an engine reload its daemon.json, and waits for its event "reload", which follows when new settings hold.
 *
 * @param reload Sends the signal.
 * @throws what `reload` throws, and EngineError if there is no such event in time: it refuses them or has ended.
 */
export async function awaitReload(
  { docker }: EngineClient,
  reload: () => Promise<void>,
  timeoutMs: number,
): Promise<void> {
  // The engine answers before it has subscribed; since then it yields earlier events, too.
  const since = Date.now() / 1000;
  const events = (await docker.getEvents({ since, filters: { type: ['daemon'], event: ['reload'] } })) as Readable;
  const announced = new Promise<boolean>((resolve) => {
    events.once('data', () => {
      resolve(true);
    });
    for (const end of ['close', 'end', 'error'])
      events.once(end, () => {
        resolve(false);
      });
  });
  const timer = setTimeout(() => {
    events.destroy();
  }, scaleMs(timeoutMs));
  try {
    await reload();
    if (!(await announced)) throw new EngineError(`the engine did not reload its daemon.json within ${timeoutMs} ms`);
  } finally {
    clearTimeout(timer);
    events.destroy();
  }
}
