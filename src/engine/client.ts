import Docker from 'dockerode';
import { Readable } from 'node:stream';
import { EngineError } from './error.js';
import { stripVersionSuffix } from './find.js';

/** What an engine says of itself. */
export interface EngineDescription {
  /** Without a distribution's suffix: "20.10.24". */
  readonly version: string;
  readonly apiVersion: string;
  readonly containerd: string;
  readonly runc: string;
  readonly cgroup: string;
}

/** A network as the engine lists it. */
export interface EngineNetwork {
  readonly id: string;
  readonly name: string;
  readonly driver: string;
  /** CIDR, null for host and none. */
  readonly subnet: string | null;
  /** The bridge's own address, null for host and none. */
  readonly gateway: string | null;
  /** The bridge's interface on the host, null where the network has none. */
  readonly bridge: string | null;
  readonly labels: Readonly<Record<string, string>>;
}

/** A container's attachment to one network. */
export interface Attachment {
  readonly networkId: string;
  readonly network: string;
  readonly address: string | null;
  readonly mac: string | null;
}

/** A running container, from inspect. */
export interface ContainerDescription {
  readonly id: string;
  readonly name: string;
  /** Process id in the engine's pid namespace. */
  readonly pid: number;
  readonly networkMode: string;
  readonly attachments: readonly Attachment[];
  /** What the engine says of published ports: "80/tcp" to host addresses and ports; empty where publishing has no effect. */
  readonly ports: Readonly<Record<string, readonly string[]>>;
}

/** Speaks to one engine over its unix socket; works from any network namespace. */
export class EngineClient {
  readonly docker: Docker;

  /** @param socket Path of the engine's unix socket. */
  constructor(readonly socket: string) {
    this.docker = new Docker({ socketPath: socket });
  }

  /** @throws EngineError where nothing answers on the socket. */
  async describe(): Promise<EngineDescription> {
    const [version, info] = await Promise.all([
      this.docker.version(),
      this.docker.info() as Promise<{ CgroupDriver?: string; CgroupVersion?: string }>,
    ]).catch((cause: unknown) => {
      throw new EngineError(`no engine answers on ${this.socket}. Is it running?`, { cause });
    });
    const component = (name: string) => version.Components?.find((c) => c.Name === name)?.Version ?? 'unknown';
    return {
      version: stripVersionSuffix(version.Version),
      apiVersion: version.ApiVersion,
      containerd: component('containerd'),
      runc: component('runc'),
      cgroup: `v${info.CgroupVersion ?? '?'} ${info.CgroupDriver ?? '?'}`,
    };
  }

  /** True where the engine answers at all. */
  async answers(): Promise<boolean> {
    return this.docker.ping().then(
      () => true,
      () => false,
    );
  }

  /** Imports a root file system tar as an image. Nothing is ever pulled. */
  async importImage(tar: Buffer, image: string): Promise<void> {
    const [repo = image, tag = 'latest'] = image.split(':');
    const answer = await this.docker.importImage(Readable.from([tar]), { repo, tag });
    const said = await new Promise<string>((resolve, reject) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      answer.once('end', () => {
        resolve(text);
      });
      answer.once('error', reject);
    });
    if (said.includes('"error"'))
      throw new EngineError(`the fixture image ${image} could not be imported: ${said.trim()}`);
  }

  /** True where the image is there already. Rejects where the engine does not answer. */
  async hasImage(image: string): Promise<boolean> {
    return this.docker
      .getImage(image)
      .inspect()
      .then(
        () => true,
        (cause: { statusCode?: number }) => {
          if (cause.statusCode === 404) return false;
          throw cause;
        },
      );
  }

  /** Creates a user-defined bridge network. */
  async createNetwork(
    name: string,
    labels: Record<string, string>,
    options: Record<string, unknown> = {},
  ): Promise<EngineNetwork> {
    const network = await this.docker.createNetwork({
      Name: name,
      Driver: 'bridge',
      CheckDuplicate: true,
      Labels: labels,
      ...options,
    });
    return this.network(network.id);
  }

  async network(idOrName: string): Promise<EngineNetwork> {
    return describeNetwork(await this.docker.getNetwork(idOrName).inspect());
  }

  async networks(): Promise<EngineNetwork[]> {
    return (await this.docker.listNetworks()).map(describeNetwork);
  }

  async removeNetwork(id: string): Promise<void> {
    await this.docker.getNetwork(id).remove();
  }

  /** Kills and removes a container; one that is gone already is no error. */
  async removeContainer(id: string): Promise<void> {
    await this.docker
      .getContainer(id)
      .remove({ force: true, v: true })
      .catch((cause: { statusCode?: number }) => {
        if (cause.statusCode !== 404) throw cause;
      });
  }

  /** Connects a running container to a further network. */
  async connect(network: string, container: string): Promise<void> {
    await this.docker.getNetwork(network).connect({ Container: container });
  }

  /** Ids of containers that carry a label, running or not. */
  async containersWithLabel(label: string): Promise<string[]> {
    return (await this.docker.listContainers({ all: true, filters: { label: [label] } })).map((c) => c.Id);
  }

  /** Ids of networks that carry a label. */
  async networksWithLabel(label: string): Promise<string[]> {
    return (await this.docker.listNetworks({ filters: { label: [label] } })).map((n) => n.Id);
  }

  async container(id: string): Promise<ContainerDescription> {
    const seen = await this.docker.getContainer(id).inspect();
    if (!seen.State.Running) {
      throw new EngineError(
        `the container ${seen.Name.slice(1)} is not running: it exited with status ${seen.State.ExitCode} at once. Its output: ${await this.readLogTail(id)}`,
      );
    }
    return describeContainer(seen);
  }

  /** The exit status of a container that has ended; null while it runs or before it was started. */
  async exitStatus(id: string): Promise<number | null> {
    const { State: state } = await this.docker.getContainer(id).inspect();
    return state.Status === 'exited' ? state.ExitCode : null;
  }

  /** The last of what a container wrote. */
  async readLogTail(id: string): Promise<string> {
    const text = await this.docker.getContainer(id).logs({ stdout: true, stderr: true, tail: 20 });
    return plainOutput(Buffer.from(text)).trim();
  }
}

/** What inspect says of a container, in our words. */
export function describeContainer(seen: Docker.ContainerInspectInfo): ContainerDescription {
  return {
    id: seen.Id,
    name: seen.Name.slice(1),
    pid: seen.State.Pid,
    networkMode: seen.HostConfig.NetworkMode ?? 'default',
    attachments: Object.entries(seen.NetworkSettings.Networks).map(([network, endpoint]) => ({
      network,
      networkId: endpoint.NetworkID,
      address: endpoint.IPAddress || null,
      mac: endpoint.MacAddress || null,
    })),
    ports: Object.fromEntries(
      Object.entries(seen.NetworkSettings.Ports ?? {}).map(([port, bindings]) => [
        port,
        ((bindings ?? []) as { HostIp: string; HostPort: string }[]).map((b) => `${b.HostIp}:${b.HostPort}`),
      ]),
    ),
  };
}

function describeNetwork(seen: Docker.NetworkInspectInfo): EngineNetwork {
  const config = seen.IPAM?.Config?.[0];
  const isBridge = seen.Driver === 'bridge';
  return {
    id: seen.Id,
    name: seen.Name,
    driver: seen.Driver,
    labels: seen.Labels ?? {},
    subnet: config?.Subnet ?? null,
    gateway: config?.['Gateway'] ?? null,
    // moby, libnetwork/drivers/bridge: "br-" and the first 12 characters of the network id unless the option names another.
    bridge: isBridge ? (seen.Options?.['com.docker.network.bridge.name'] ?? `br-${seen.Id.slice(0, 12)}`) : null,
  };
}

/** Takes the frames of the engine's multiplexed stream apart: an eight-byte header, its last four the length (API, "Attach to a container"). */
function plainOutput(stream: Buffer): string {
  let text = '';
  for (let at = 0; at + 8 <= stream.length; at += 8 + stream.readUInt32BE(at + 4)) {
    text += stream.toString('utf8', at + 8, at + 8 + stream.readUInt32BE(at + 4));
  }
  return text;
}
