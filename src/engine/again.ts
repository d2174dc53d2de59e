import type { Readable } from 'node:stream';
import type { EngineClient } from './client.js';
import { EngineError } from './error.js';

/** Kills a container and waits until the engine has taken its network down; it is kept, as after `docker kill`. */
export async function killContainer({ docker }: EngineClient, id: string): Promise<void> {
  const container = docker.getContainer(id);
  const ended = container.wait();
  ended.catch(() => undefined);
  await container.kill();
  await ended;
}

/**
 * Starts a container that has ended once more and waits until it says "ready" again.
 *
 * @param within Milliseconds it has for that.
 * @throws EngineError where it does not in its time.
 */
export async function restartContainer(client: EngineClient, id: string, within: number): Promise<void> {
  await client.docker.getContainer(id).start();
  await waitReady(client, id, within);
}

/** Waits until a running container has said "ready" since its last start. @throws EngineError where it does not within so many milliseconds. */
export async function waitReady({ docker }: EngineClient, id: string, within: number): Promise<void> {
  const container = docker.getContainer(id);
  const {
    State: { FinishedAt: ended },
    Name: name,
  } = await container.inspect();
  // What it said before its last end is kept out. Not since its start: the engine notes that when the program is running already.
  const since = (Date.parse(ended) / 1000).toFixed(3);
  const stream = (await container.logs({
    follow: true,
    stdout: true,
    since: since as unknown as number,
  })) as unknown as Readable;
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string) => {
        reject(new EngineError(`the container ${name.slice(1)} was started again and ${why}`));
      };
      const timer = setTimeout(() => {
        fail(`did not say "ready" within ${within} ms`);
      }, within);
      let text = '';
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (text.includes('ready')) {
          clearTimeout(timer);
          resolve();
        }
      });
      stream.once('end', () => {
        clearTimeout(timer);
        fail('ended before it was ready');
      });
    });
  } finally {
    stream.destroy();
  }
}
