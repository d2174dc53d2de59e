import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { EngineClient } from './client.js';

const actions = ['start', 'die', 'destroy', 'connect', 'disconnect'] as const;

/** An event of a container. */
export interface ContainerEvent {
  readonly action: (typeof actions)[number];
  /** The container's id. */
  readonly container: string;
  /** The container's name; null in a network's events. */
  readonly name: string | null;
  /** The network's name, of `connect` and `disconnect`. */
  readonly network: string | null;
  /** The exit status, of `die`. */
  readonly status: number | null;
  /** The engine's timestamp, nanoseconds since the epoch. */
  readonly time: bigint;
}

interface Message {
  readonly Type: string;
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> };
  readonly timeNano: number;
}

/**
 * Yields the events of an engine's containers until the signal is aborted or the engine goes away.
 *
 * @param subscribed Called when the engine has accepted the subscription: later events are yielded.
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
  // A killed engine closes the stream without ending it, which readline ignores.
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
    // A double is precise to some hundred nanoseconds, which is enough.
    time: BigInt(timeNano),
  };
}
