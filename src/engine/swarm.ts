import type { EngineClient } from './client.js';

/** The port of a swarm's managers. */
const managerPort = 2377;

/**
 * Makes two engines one swarm, as `docker swarm init` and `docker swarm join` do. The first manages it.
 *
 * @param addresses Their addresses on the network that they share.
 */
export async function createSwarm(
  [manager, worker]: readonly [EngineClient, EngineClient],
  [managerAddress, workerAddress]: readonly [string, string],
): Promise<void> {
  const listen = { ListenAddr: `0.0.0.0:${managerPort}` };
  await manager.docker.swarmInit({ ...listen, AdvertiseAddr: managerAddress });
  const { JoinTokens: tokens } = (await manager.docker.swarmInspect()) as { JoinTokens: { Worker: string } };
  await worker.docker.swarmJoin({
    ...listen,
    AdvertiseAddr: workerAddress,
    RemoteAddrs: [`${managerAddress}:${managerPort}`],
    JoinToken: tokens.Worker,
  });
}
