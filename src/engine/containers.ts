import type Docker from 'dockerode';
import { EngineError } from './error.js';
import type { ContainerDescription, EngineClient } from './client.js';

/** A published port as `docker run -p` takes it. */
export interface Publication {
  /** Host address, null for every address. */
  readonly address: string | null;
  readonly hostPort: number;
  readonly containerPort: number;
  readonly protocol: 'tcp' | 'udp';
}

/** A container to start. It is ready when it has written the line "ready". */
export interface ContainerOptions {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  /** "default" for no choice of a network, "host", "none", "container:ID" or a network's name. */
  readonly network: string;
  readonly aliases: readonly string[];
  /** "container:NAME" to join its process namespace; empty for one of its own. */
  readonly pidMode?: string;
  /** True for `--restart always`. */
  readonly restart?: boolean;
  readonly publish: readonly Publication[];
  readonly labels: Readonly<Record<string, string>>;
  /** Milliseconds it has to become ready. */
  readonly timeoutMs: number;
}

/**
 * Reads `[ADDRESS:]HOSTPORT:CONTAINERPORT[/PROTOCOL]`.
 *
 * @throws EngineError on anything else.
 */
export function parsePublication(text: string): Publication {
  const match = /^(?:(\d+\.\d+\.\d+\.\d+):)?(\d+):(\d+)(?:\/(tcp|udp))?$/.exec(text);
  if (match === null)
    throw new EngineError(`"${text}" is not a port to publish: write [ADDRESS:]HOSTPORT:CONTAINERPORT[/tcp|/udp]`);
  return {
    address: match[1] ?? null,
    hostPort: Number(match[2]),
    containerPort: Number(match[3]),
    protocol: match[4] === 'udp' ? 'udp' : 'tcp',
  };
}

/** A container that runs, and what the engine warned of when it was created. */
export interface StartedContainer extends ContainerDescription {
  /** "Published ports are discarded when using host network mode"; testcontainers hands none on. */
  readonly warnings: readonly string[];
}

type Started = Pick<StartedContainer, 'id' | 'warnings'>;

/**
 * Starts a container: with testcontainers where it can say what is wanted, with dockerode where it cannot.
 *
 * testcontainers waits for exposed ports, which never appear on host and none networks, has no word for a publication's host
 * address, and cannot set aliases without a network of its own making (12.0.4).
 *
 * @throws EngineError where the image is missing (it would pull), or the container exits before it is ready.
 */
export async function startContainer(client: EngineClient, order: ContainerOptions): Promise<StartedContainer> {
  const plain =
    order.pidMode === undefined &&
    order.restart !== true &&
    order.publish.every((p) => p.address === null && p.protocol === 'tcp');
  const ownNetwork = !['host', 'none'].includes(order.network) && !order.network.startsWith('container:');
  const { id, warnings } = await (
    plain && ownNetwork && order.aliases.length === 0 ? withTestcontainers(order) : withDockerode(client, order)
  ).catch(async (cause: unknown) => {
    throw await explained(client, order, cause);
  });
  return { ...(await client.container(id)), warnings };
}

/** Loads testcontainers (0.4 s of a core) while an engine starts, so that the first container need not wait for it. DOCKER_HOST must be set. */
export async function loadTestcontainers(): Promise<void> {
  await import('testcontainers');
}

async function withTestcontainers(order: ContainerOptions): Promise<Started> {
  const { GenericContainer, Wait } = await import('testcontainers');
  const container = new GenericContainer(order.image)
    .withName(order.name)
    .withLabels({ ...order.labels })
    .withCommand([...order.command])
    .withNetworkMode(order.network)
    .withAutoCleanup(false)
    .withStartupTimeout(order.timeoutMs)
    .withExposedPorts(...order.publish.map((p) => ({ container: p.containerPort, host: p.hostPort })))
    .withWaitStrategy(Wait.forLogMessage('ready'));
  return { id: (await container.start()).getId(), warnings: [] };
}

async function withDockerode(client: EngineClient, order: ContainerOptions): Promise<Started> {
  const { container, warnings } = await create(client, request(order));
  const ready = lineIn(await container.attach({ stream: true, stdout: true, stderr: true }), order.timeoutMs);
  // Awaited below; where the start fails first, its own end must not count as unhandled.
  ready.catch(() => undefined);
  await container.start();
  await ready;
  return { id: container.id, warnings };
}

/** Creates a container and keeps the engine's warnings of what it will not do as ordered: dockerode's own createContainer drops them (5.0.1). */
async function create(
  { docker }: EngineClient,
  { name, ...body }: Docker.ContainerCreateOptions,
): Promise<{ readonly container: Docker.Container; readonly warnings: readonly string[] }> {
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

function request(order: ContainerOptions): Docker.ContainerCreateOptions {
  const port = (p: Publication) => `${p.containerPort}/${p.protocol}`;
  return {
    name: order.name,
    Image: order.image,
    Cmd: [...order.command],
    Labels: { ...order.labels },
    // The engine stops it with itself; a shell's child that is process 1 ignores SIGTERM, and the engine would wait ten seconds.
    ...(order.restart === true ? { StopSignal: 'SIGKILL' } : {}),
    ExposedPorts: Object.fromEntries(order.publish.map((p) => [port(p), {}])),
    HostConfig: {
      NetworkMode: order.network,
      ...(order.pidMode === undefined ? {} : { PidMode: order.pidMode }),
      ...(order.restart === true ? { RestartPolicy: { Name: 'always' } } : {}),
      // One port of the container's may be published more than once.
      PortBindings: Object.fromEntries(
        order.publish.map((p) => [
          port(p),
          order.publish
            .filter((other) => port(other) === port(p))
            .map(({ address, hostPort }) => ({ HostIp: address ?? '', HostPort: String(hostPort) })),
        ]),
      ),
    },
    ...(order.aliases.length === 0
      ? {}
      : { NetworkingConfig: { EndpointsConfig: { [order.network]: { Aliases: [...order.aliases] } } } }),
  };
}

/** Resolves at the line "ready"; rejects where the stream ends before it. */
function lineIn(stream: NodeJS.ReadWriteStream, within: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => {
      reject(new Error(`it did not say "ready" within ${within} ms`));
    }, within);
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('ready')) {
        clearTimeout(timer);
        resolve();
      }
    });
    stream.once('end', () => {
      clearTimeout(timer);
      reject(new Error('it exited before it was ready'));
    });
  });
}

/** Adds to a failed start what the container said, and removes what is left of it. */
async function explained(client: EngineClient, order: ContainerOptions, cause: unknown): Promise<EngineError> {
  const why = cause instanceof Error ? cause.message : String(cause);
  // An engine that no longer answers says nothing about its images.
  if (!(await client.hasImage(order.image).catch(() => true))) {
    return new EngineError(`the image ${order.image} is not in the engine, and docknet never pulls. Import it first.`, {
      cause,
    });
  }
  const [said, status] = await Promise.all([
    client.readLogTail(order.name).catch(() => ''),
    client.exitStatus(order.name).catch(() => null),
  ]);
  // A name that is taken is somebody else's container.
  if ((cause as { statusCode?: number }).statusCode !== 409)
    await client.removeContainer(order.name).catch(() => undefined);
  return new EngineError(
    `the container ${order.name} could not be started: ${status === null ? why : `it exited with status ${status} before it was ready`}${said === '' ? '' : `. Its output: ${said}`}`,
    { cause },
  );
}
