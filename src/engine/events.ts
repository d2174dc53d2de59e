import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { EngineClient } from './client.js';

const actions = ['start', 'die', 'destroy', 'connect', 'disconnect'] as const;

/** Something that happened to a container. */
export interface ContainerEvent {
  readonly action: (typeof actions)[number];
  /** The container's id. */
  readonly container: string;
  /** The container's name; null where the engine does not say it (a network's events). */
  readonly name: string | null;
  /** The network's name, of `connect` and `disconnect`. */
  readonly network: string | null;
  /** The exit status, of `die`. */
  readonly status: number | null;
  /** Nanoseconds since the epoch, as the engine stamped it. */
  readonly time: bigint;
}

interface Message {
  readonly Type: string;
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> };
  readonly timeNano: number;
}

/**
 * What happens to an engine's containers from now on, until the signal ends it or the engine goes away.
 *
 * @param subscribed Called once the engine has taken the subscription: what happens from then on is told.
 */
export async function* containerEvents(
  { docker }: EngineClient,
  signal: AbortSignal,
  subscribed: () => void,
): AsyncGenerator<ContainerEvent, void> {
  const stream = (await docker.getEvents({
    filters: { type: ['container', 'network'], event: [...actions] },
  })) as Readable;
  const lines = createInterface({ input: stream });
  const end = (): void => {
    stream.destroy();
  };
  // An engine that is killed closes the stream without ending it, which readline takes no notice of.
  stream.once('close', () => {
    lines.close();
  });
  stream.once('error', () => {
    lines.close();
  });
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  subscribed();
  try {
    for await (const line of lines) {
      const event = parseEvent(JSON.parse(line) as Message);
      if (event !== null) yield event;
    }
  } finally {
    signal.removeEventListener('abort', end);
    stream.destroy();
  }
}

function parseEvent({ Type, Action, Actor, timeNano }: Message): ContainerEvent | null {
  const action = actions.find((known) => known === Action);
  if (action === undefined) return null;
  const { Attributes: attributes } = Actor;
  const network = Type === 'network';
  return {
    action,
    container: network ? (attributes['container'] ?? '') : Actor.ID,
    name: network ? null : (attributes['name'] ?? null),
    network: network ? (attributes['name'] ?? null) : null,
    status: attributes['exitCode'] === undefined ? null : Number(attributes['exitCode']),
    // A double holds it to some hundred nanoseconds, which is more than a notice needs.
    time: BigInt(timeNano),
  };
}
