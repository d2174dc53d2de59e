import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import type { EngineClient } from './client.js';

/** An event of a network. */
export interface NetworkEvent {
  /** `create`, `connect`, `disconnect`, `destroy`, `prune`. */
  readonly action: string;
  /** The network's name; empty for `prune`. */
  readonly network: string;
  /** The id of the container that was connected or disconnected; empty for other events. */
  readonly container: string;
}

interface Message {
  readonly Action: string;
  readonly Actor: { readonly Attributes: Readonly<Record<string, string>> };
  readonly timeNano: number;
}

/**
 * Does something and returns the events of networks meanwhile, in their order. An engine keeps its last 256 events of
 * any kind, and these are read afterwards, so that none is missed.
 *
 * @param label Containers with this label are done with their networks before the events are read.
 */
export async function collectNetworkEvents(
  client: EngineClient,
  label: string,
  action: () => Promise<unknown>,
): Promise<NetworkEvent[]> {
  const last = (await keptEvents(client)).at(-1)?.timeNano ?? 0;
  await action();
  // Some engines give up a container's networks after its end. They describe the container after both.
  for (const id of await client.listContainersWithLabel(label)) await client.docker.getContainer(id).inspect();
  const events = await keptEvents(client);
  return events
    .filter(({ timeNano }) => timeNano > last)
    .map(({ Action: action, Actor: { Attributes: attributes } }) => ({
      action,
      network: attributes['name'] ?? '',
      container: attributes['container'] ?? '',
    }));
}

/** Reads the events of networks that the engine has kept. */
async function keptEvents({ docker }: EngineClient): Promise<Message[]> {
  // The engine ends the answer at that time, and an event of the present millisecond is not later.
  const until = (Date.now() + 10) / 1000;
  const stream = (await docker.getEvents({ since: 1, until, filters: { type: ['network'] } })) as Readable;
  const lines = (await text(stream)).split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => JSON.parse(line) as Message);
}
