import type { EngineClient } from './client.js';
import { endpointSettings, type EndpointOptions } from './create-request.js';

/** Connects a container, running or not, to another network, as `docker network connect` does. */
export async function connectContainer(
  { docker }: EngineClient,
  network: string,
  container: string,
  options: EndpointOptions = {},
): Promise<void> {
  await docker.getNetwork(network).connect({ Container: container, EndpointConfig: endpointSettings(options) });
}

/** Disconnects a container, running or not, from a network, as `docker network disconnect` does. */
export async function disconnectContainer({ docker }: EngineClient, network: string, container: string): Promise<void> {
  await docker.getNetwork(network).disconnect({ Container: container });
}
