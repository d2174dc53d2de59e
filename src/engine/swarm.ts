import { setTimeout } from 'node:timers/promises';
import { scaleMs } from '../process/index.js';
import type { EngineClient } from './client.js';

/** The port of a swarm's managers. */
const managerPort = 2377;

/** How long an engine may take over what it does after its answer, in milliseconds. */
const settleMs = 60_000;

/**
 * Makes two engines one swarm, as `docker swarm init` and `docker swarm join` do, and waits for their ingress network,
 * which they build afterwards. The first manages the swarm.
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
  await Promise.all([manager, worker].map((engine) => until(() => hasIngress(engine))));
}

/** Removes an overlay network, and waits until it is gone. It is in use for a while after its last container. */
export async function removeOverlay({ docker }: EngineClient, id: string): Promise<void> {
  await until(async () => {
    await docker
      .getNetwork(id)
      .remove()
      .catch(() => undefined);
    return !(await docker.listNetworks()).some((network) => network.Id === id);
  });
}

/** Whether an engine's ingress network is connected to its bridge for the outside. */
const hasIngress = ({ docker }: EngineClient): Promise<boolean> =>
  docker
    .getNetwork('docker_gwbridge')
    .inspect()
    .then(
      ({ Containers: containers = {} }) => 'ingress-sbox' in containers,
      () => false,
    );

/** Waits until something holds, at most a minute. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + scaleMs(settleMs);
  while (!(await holds()) && performance.now() < deadline) await setTimeout(50);
}
