import { scaleMs } from '../process/index.js';
import type Docker from 'dockerode';
import { EngineError, MissingImageError } from './error.js';
import type { EngineClient } from './client.js';
import type { ContainerOptions } from './container-options.js';
import { buildRequest, needsDockerode } from './create-request.js';
import type { ContainerDescription } from './inspect.js';
import { ReadyLine } from './ready-line.js';

/** A running container with the engine's warnings at its creation. */
export interface StartedContainer extends ContainerDescription {
  /** "Published ports are discarded when using host network mode"; none from testcontainers, which drops them. */
  readonly warnings: readonly string[];
}

type Started = Pick<StartedContainer, 'id' | 'warnings'>;

/**
 * Starts a container: with testcontainers if it supports the options, otherwise with dockerode.
 *
 * testcontainers (12.0.4) waits for exposed ports, which never appear on host and none networks, has no option for a
 * publication's host address, and sets aliases only on networks that it made.
 *
 * @throws EngineError if the image is missing (it would be pulled) or the container exits before it is ready.
 */
export async function startContainer(client: EngineClient, options: ContainerOptions): Promise<StartedContainer> {
  const { id, warnings } = await (
    !client.viaTestcontainers || needsDockerode(options) || !(await portsAppear(client, options))
      ? startWithDockerode(client, options)
      : startWithTestcontainers(options)
  ).catch(async (cause: unknown) => {
    throw await explainFailure(client, options, cause);
  });
  return { ...(await client.container(id)), warnings };
}

/** Whether the ports that a container publishes become the host's: on docker0 and user-defined bridge networks. */
async function portsAppear(client: EngineClient, { network, publish }: ContainerOptions): Promise<boolean> {
  return publish.length === 0 || network === 'default' || (await client.network(network)).bridge !== null;
}

/** Loads testcontainers (0.4 s of CPU) before the first container needs it. DOCKER_HOST must be set. */
export async function loadTestcontainers(): Promise<void> {
  await import('./testcontainers.js');
}

async function startWithTestcontainers(options: ContainerOptions): Promise<Started> {
  const { GenericContainer, Wait } = await import('./testcontainers.js');
  const container = new GenericContainer(options.image)
    .withName(options.name)
    .withLabels({ ...options.labels })
    .withCommand([...options.command])
    .withNetworkMode(options.network)
    .withAutoCleanup(false)
    .withStartupTimeout(scaleMs(options.timeoutMs))
    .withExposedPorts(...options.publish.map((p) => ({ container: p.containerPort, host: Number(p.hostPort) })))
    .withWaitStrategy(Wait.forLogMessage('ready'));
  return { id: (await container.start()).getId(), warnings: [] };
}

async function startWithDockerode(client: EngineClient, options: ContainerOptions): Promise<Started> {
  const { container, warnings } = await create(client, options);
  const output = new ReadyLine(await container.attach({ stream: true, stdout: true, stderr: true }));
  await container.start();
  // Not before: an engine starts many containers that it is asked for at once one after the other.
  const outcome = await output.wait(options.timeoutMs);
  if (outcome === 'ended') throw new Error('it exited before it was ready');
  if (outcome === 'late') throw new Error(`it did not write "ready" within ${options.timeoutMs} ms`);
  return { id: container.id, warnings };
}

/** Creates a container without starting it, as `docker create` does. */
export async function createContainer(client: EngineClient, options: ContainerOptions): Promise<Started> {
  const { container, warnings } = await create(client, options);
  return { id: container.id, warnings };
}

/** Creates a container and returns the engine's warnings, which dockerode's createContainer drops (5.0.1). */
async function create(
  client: EngineClient,
  options: ContainerOptions,
): Promise<{ readonly container: Docker.Container; readonly warnings: readonly string[] }> {
  const { docker } = client;
  const { name, ...body } = await buildRequest(client, options);
  const created = await new Promise<{ Id: string; Warnings: string[] | null }>((resolve, reject) => {
    docker.modem.dial(
      {
        path: '/containers/create?',
        method: 'POST',
        options: { _query: { name }, _body: body },
        statusCodes: {
          201: true,
          400: 'bad parameter',
          404: 'no such image',
          406: 'impossible to attach',
          409: 'conflict',
          500: 'server error',
        },
      },
      (error: Error | null, data: unknown) => {
        if (error === null) resolve(data as { Id: string; Warnings: string[] | null });
        else reject(error);
      },
    );
  });
  return { container: docker.getContainer(created.Id), warnings: created.Warnings ?? [] };
}

/** Describes a failed start with the container's output, and removes the container. */
async function explainFailure(client: EngineClient, options: ContainerOptions, cause: unknown): Promise<EngineError> {
  const reason = cause instanceof Error ? cause.message : String(cause);
  // An engine that no longer answers does not count as one without the image.
  if (!(await client.hasImage(options.image).catch(() => true))) {
    return new MissingImageError(
      `the image ${options.image} is not in the engine, and docknet never pulls. Import it first.`,
      { cause },
    );
  }
  const [output, status] = await Promise.all([
    client.readLogTail(options.name).catch(() => ''),
    client.exitStatus(options.name).catch(() => null),
  ]);
  // A conflict (409): the name belongs to another container.
  if ((cause as { statusCode?: number }).statusCode !== 409)
    await client.removeContainer(options.name).catch(() => undefined);
  const what = status === null ? reason : `it exited with status ${status} before it was ready`;
  const log = output === '' ? '' : `. Its output: ${output}`;
  return new EngineError(`the container ${options.name} could not be started: ${what}${log}`, { cause });
}
