import { fixtureImage } from '../../lab/index.js';
import type { LiveContainer } from '../../check/live/container.js';
import { logStep, type CheckContext } from '../../check/live/context.js';
import type { NetworkTopology } from '../../check/topology.js';

/** The network of a Compose project: its name is the project's and "_default" where the project's file names none. */
export const composeNetworkName = (key: string, run: string) => `${key}-${run}_default`;

/** How to call Compose on the docker host, docker's plugin or the program of its own, and what it says it is; null where it has neither. */
export async function findCompose(
  stage: CheckContext,
): Promise<{ readonly command: string; readonly version: string } | null> {
  for (const command of ['docker compose', 'docker-compose']) {
    const { status, stdout } = await stage.lab.runOnHost(['sh', '-c', `${command} version`]);
    if (status === 0) return { command, version: stdout.split('\n')[0] ?? '' };
  }
  return null;
}

/**
 * Makes a Compose network. With Compose installed it brings up a project whose services are the containers given on the network;
 * otherwise the network gets the name and the labels that Compose gives one, and each container the alias that a service has.
 *
 * @throws where Compose fails, with its own words.
 */
export async function createComposeNetwork(
  stage: CheckContext,
  key: string,
  services: readonly LiveContainer[],
): Promise<NetworkTopology> {
  const compose = await findCompose(stage);
  const name = composeNetworkName(key, stage.run);
  const started = performance.now();
  if (compose === null) {
    const labels = { 'com.docker.compose.network': 'default', 'com.docker.compose.project': `${key}-${stage.run}` };
    await stage.lab.engine.createNetwork(name, { ...labels, 'docknet.run': stage.run });
    const command = `docker network create ${Object.entries(labels)
      .map(([label, value]) => `--label ${label}=${value}`)
      .join(' ')} ${name}`;
    logStep(stage, 'host', {
      command,
      stdout: '',
      stderr: '',
      status: 0,
      milliseconds: Math.round(performance.now() - started),
    });
    await Promise.all(services.map((service) => service.start()));
  } else {
    const command = `${compose.command} -p ${key}-${stage.run} -f - up -d`;
    const environment = `export DOCKER_HOST=unix://${stage.lab.socketOnHost};`;
    const result = logStep(stage, 'host', {
      ...(await stage.lab.runOnHost(
        ['sh', '-c', `${environment} ${command} <<'end'\n${projectFile(stage, services)}\nend`],
        30_000,
      )),
      command: `${command} < ${projectFile(stage, services)}`,
    });
    if (result.status !== 0) throw new Error(`"${command}" failed on the docker host: ${result.stderr.trim()}`);
    await Promise.all(services.map((service) => service.find()));
  }
  const network = await stage.lab.engine.network(name);
  return {
    kind: 'network',
    key,
    name,
    id: network.id,
    subnet: network.subnet ?? '',
    gateway: network.gateway ?? '',
    bridge: network.bridge ?? '',
    madeBy:
      compose === null
        ? 'docknet, with the name and the labels that Compose gives: Compose is not installed'
        : compose.version,
  };
}

/** compose.yaml as JSON, which YAML includes. */
function projectFile({ run }: CheckContext, services: readonly LiveContainer[]): string {
  const labels = { 'docknet.run': run };
  const service = (c: LiveContainer) => ({
    image: fixtureImage,
    container_name: c.name,
    command: c.command,
    labels,
    stop_signal: 'SIGKILL',
  });
  return JSON.stringify({
    services: Object.fromEntries(services.map((c) => [c.key, service(c)])),
    networks: { default: { labels } },
  });
}
