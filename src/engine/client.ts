import { Docker } from './dockerode.js';
import { PassThrough, Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { EngineError } from './error.js';
import { stripVersionSuffix } from './find.js';
import { describeContainer, describeNetwork, type ContainerDescription, type EngineNetwork } from './inspect.js';

/** Versions of an engine and its parts. */
/** Fields of `GET /info` that dockerode's types lack. */
interface EngineInfo {
  readonly CgroupDriver?: string;
  readonly CgroupVersion?: string;
  readonly FirewallBackend?: { readonly Driver: string };
}

export interface EngineDescription {
  /** What the engine makes its rules with. */
  readonly firewallBackend: 'iptables' | 'nftables';
  /** Without a distribution's suffix: "20.10.24". */
  readonly version: string;
  readonly apiVersion: string;
  readonly containerd: string;
  readonly runc: string;
  readonly cgroup: string;
}

/** Calls one engine's API over its unix socket; works from any network namespace. */
export class EngineClient {
  readonly docker: Docker;

  /** False if testcontainers cannot use it: that knows one engine per process. */
  readonly viaTestcontainers: boolean;

  /** @param socket Path of the engine's unix socket. */
  constructor(
    readonly socket: string,
    { viaTestcontainers = true }: { readonly viaTestcontainers?: boolean } = {},
  ) {
    this.viaTestcontainers = viaTestcontainers;
    this.docker = new Docker({ socketPath: socket });
  }

  /** Describes the engine. @throws EngineError if nothing answers on the socket. */
  async describe(): Promise<EngineDescription> {
    const [version, info] = await Promise.all([this.docker.version(), this.docker.info() as Promise<EngineInfo>]).catch(
      (cause: unknown) => {
        throw new EngineError(`no engine answers on ${this.socket}. Is it running?`, { cause });
      },
    );
    const component = (name: string) => version.Components?.find((c) => c.Name === name)?.Version ?? 'unknown';
    return {
      version: stripVersionSuffix(version.Version),
      apiVersion: version.ApiVersion,
      containerd: component('containerd'),
      runc: component('runc'),
      // Engines before 28.2 (API 1.50) have no such field, and iptables alone.
      firewallBackend: info.FirewallBackend?.Driver.startsWith('nftables') === true ? 'nftables' : 'iptables',
      cgroup: `v${info.CgroupVersion ?? '?'} ${info.CgroupDriver ?? '?'}`,
    };
  }

  /** Returns whether the engine answers. */
  async isReachable(): Promise<boolean> {
    return this.docker.ping().then(
      () => true,
      () => false,
    );
  }

  /** Imports a tar of a root file system as an image. docknet never pulls. */
  async importImage(tar: Buffer, image: string): Promise<void> {
    const [repo = image, tag = 'latest'] = image.split(':');
    const answer = await this.docker.importImage(Readable.from([tar]), { repo, tag });
    const output = await new Promise<string>((resolve, reject) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      answer.once('end', () => {
        resolve(text);
      });
      answer.once('error', reject);
    });
    if (output.includes('"error"'))
      throw new EngineError(`the fixture image ${image} could not be imported: ${output.trim()}`);
  }

  /** Returns whether the engine has the image. Rejects if the engine does not answer. */
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

  /** Lists networks, all of them or those that match filters. */
  async networks(filters: Readonly<Record<string, readonly string[]>> = {}): Promise<EngineNetwork[]> {
    return (await this.docker.listNetworks({ filters: JSON.stringify(filters) })).map(describeNetwork);
  }

  async removeNetwork(id: string): Promise<void> {
    await this.docker.getNetwork(id).remove();
  }

  /** Removes unused networks that match filters, and returns their names. */
  async pruneNetworks(filters: Readonly<Record<string, readonly string[]>>): Promise<string[]> {
    const { NetworksDeleted: names } = await this.docker.pruneNetworks({ filters: JSON.stringify(filters) });
    return names ?? [];
  }

  /** Kills and removes a container; does nothing if it is gone. */
  async removeContainer(id: string): Promise<void> {
    await this.docker
      .getContainer(id)
      .remove({ force: true, v: true })
      .catch((cause: { statusCode?: number }) => {
        if (cause.statusCode !== 404) throw cause;
      });
  }

  /** Lists the ids of containers with a label, running or not. */
  async listContainersWithLabel(label: string): Promise<string[]> {
    return (await this.docker.listContainers({ all: true, filters: { label: [label] } })).map((c) => c.Id);
  }

  /** Lists the ids of networks with a label. */
  async listNetworksWithLabel(label: string): Promise<string[]> {
    return (await this.docker.listNetworks({ filters: { label: [label] } })).map((n) => n.Id);
  }

  async container(id: string): Promise<ContainerDescription> {
    const inspected = await this.docker.getContainer(id).inspect();
    if (!inspected.State.Running) {
      throw new EngineError(
        `the container ${inspected.Name.slice(1)} is not running: it exited with status ` +
          `${inspected.State.ExitCode} at once. Its output: ${await this.readLogTail(id)}`,
      );
    }
    return describeContainer(inspected);
  }

  /** Returns a container's exit status; null while it runs and before it was started. */
  async exitStatus(id: string): Promise<number | null> {
    const { State: state } = await this.docker.getContainer(id).inspect();
    return state.Status === 'exited' ? state.ExitCode : null;
  }

  /** Returns the last 20 lines of a container's output. */
  async readLogTail(id: string): Promise<string> {
    const log = await this.docker.getContainer(id).logs({ stdout: true, stderr: true, tail: 20 });
    let text = '';
    await this.demultiplex(Readable.from([log]), (chunk) => {
      text += chunk;
    });
    return text.trim();
  }

  /** Hands over the text of both output streams of a container or command. Resolves at the stream's end. */
  async demultiplex(stream: Readable, onText: (text: string) => void): Promise<void> {
    const output = new PassThrough();
    output.setEncoding('utf8').on('data', onText);
    this.docker.modem.demuxStream(stream, output, output);
    await finished(stream, { writable: false });
    output.end();
    await finished(output);
  }
}
