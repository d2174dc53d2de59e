import type { ContainerDescription, EngineClient } from './client.js';
import { describeContainer } from './client.js';

/** A container as the engine lists it, running or not. */
export interface ListedContainer {
  readonly id: string;
  readonly name: string;
  readonly running: boolean;
  /** Names of the networks it is on. */
  readonly networks: readonly string[];
  /** Its addresses on them, IPv4 and IPv6; none while it does not run. */
  readonly addresses: readonly string[];
}

/** A container of somebody's, who may stop it at any time. */
export interface ObservedContainer extends ContainerDescription {
  readonly running: boolean;
  /** When it was last started (ISO 8601): the same container with another start has other interfaces. */
  readonly started: string;
}

/** Every container of an engine. Rejects where the engine does not answer. */
export async function listContainers({ docker }: EngineClient): Promise<ListedContainer[]> {
  return (await docker.listContainers({ all: true })).map((c) => {
    const networks = Object.entries(c.NetworkSettings.Networks);
    return {
      id: c.Id,
      name: ownName(c.Names),
      running: c.State === 'running',
      networks: networks.map(([name]) => name),
      addresses: networks.flatMap(([, { IPAddress, GlobalIPv6Address }]) =>
        [IPAddress, GlobalIPv6Address].filter((address) => address !== ''),
      ),
    };
  });
}

/** A container by its name or id; null where there is none. Rejects where the engine does not answer. */
export async function findContainer({ docker }: EngineClient, nameOrId: string): Promise<ObservedContainer | null> {
  try {
    const seen = await docker.getContainer(nameOrId).inspect();
    return { ...describeContainer(seen), running: seen.State.Running, started: seen.State.StartedAt };
  } catch (cause) {
    if ((cause as { statusCode?: number }).statusCode === 404) return null;
    throw cause;
  }
}

/** A container's own name: a legacy link adds names such as "/db/web" (API, "List containers"). */
function ownName(names: readonly string[]): string {
  return (names.find((name) => name.lastIndexOf('/') === 0) ?? names[0] ?? '').slice(1);
}
