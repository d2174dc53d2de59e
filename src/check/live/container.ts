import { readlink } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  EngineError,
  killContainer,
  restartContainer,
  startContainer,
  parsePublication,
  waitReady,
  type StartedContainer,
} from '../../engine/index.js';
import { fixtureImage, readInterfaces } from '../../lab/index.js';
import { startService } from '../../process/index.js';
import type { ContainerTopology } from '../topology.js';
import type { ContainerSpec } from '../spec.js';
import { LiveEndpoint } from './endpoint.js';
import { parseLinks, type Link } from '../../lab/links.js';
import { logStep, type CheckContext } from './context.js';

/** Milliseconds until a container that was started must be ready: a guard against one that never is, not a judgement of a busy machine. */
const startTimeoutMs = 60_000;

/** A container that a check can act with. */
export class LiveContainer extends LiveEndpoint {
  private running: StartedContainer | null = null;
  private veths: readonly Veth[] = [];
  /** The addresses it has had, and since when, in milliseconds since the epoch. */
  private readonly held: { readonly address: string; readonly since: number }[] = [];

  /** @param networks Its own network's name in the engine, then those it is connected to as well. */
  constructor(
    private readonly stage: CheckContext,
    readonly key: string,
    readonly spec: ContainerSpec,
    private readonly networks: readonly [string, ...string[]],
  ) {
    super({
      key,
      timeoutMs: stage.timeoutMs,
      program: [],
      run: async (argv, within) =>
        logStep(stage, key, await stage.lab.run(stage.lab.containerPrefix(this.description.pid), argv, within)),
      runInNetwork: async (argv, within) =>
        logStep(stage, key, await stage.lab.run(stage.lab.containerNetworkPrefix(this.description.pid), argv, within)),
    });
  }

  get name(): string {
    return `${this.key}-${this.stage.run}`;
  }
  get address(): string | null {
    return this.running === null ? null : addressOn(this.running, this.networks[0]);
  }

  /** Its id in the engine. @throws where it has not been started. */
  get id(): string {
    return this.description.id;
  }

  /** What `docker inspect -f '{{.State.Pid}}'` prints: its first process as the docker host sees it. */
  get pid(): number {
    return this.description.pid;
  }

  /** What the engine says of it. @throws where it has not been started. */
  get description(): StartedContainer {
    if (this.running === null) throw new Error(`the container ${this.key} has not been started`);
    return this.running;
  }

  /** What it runs: its page where it serves one, then nothing but waiting. */
  get command(): readonly string[] {
    const serve = this.spec.serve === null ? '' : `httpd -p ${this.spec.serve} -h /www && `;
    return ['sh', '-c', `${serve}echo ready && exec sleep 2147483647`];
  }

  /** Finds it where another than docknet has started it under its name: Compose. */
  async find(): Promise<void> {
    this.running = { ...(await this.stage.lab.engine.container(this.name)), warnings: [] };
    await this.refresh();
  }

  /** Starts it and waits until it says it is ready. */
  async start(): Promise<void> {
    const { lab } = this.stage;
    const started = performance.now();
    const [network, ...further] = this.networks;
    const { command } = this;
    this.running = await startContainer(lab.engine, {
      name: this.name,
      image: fixtureImage,
      command,
      network: network === 'bridge' ? 'default' : network,
      aliases: this.spec.aliases,
      publish: this.publications().map(parsePublication),
      labels: { 'docknet.run': this.stage.run },
      timeoutMs: startTimeoutMs,
      restart: this.spec.restartAlways,
      ...(this.spec.pidNamespaceOf === null
        ? {}
        : { pidMode: `container:${this.spec.pidNamespaceOf}-${this.stage.run}` }),
    });
    this.stage.steps.push({
      phase: this.stage.phase,
      place: 'host',
      output: [...this.running.warnings, this.running.id.slice(0, 12)].join('\n'),
      status: 0,
      milliseconds: Math.round(performance.now() - started),
      command: `docker run -d --name ${this.name}${network === 'bridge' ? '' : ` --network ${network}`}${this.flags()}${this.ports()} ${fixtureImage} sh -c '${command[2] ?? ''}'`,
    });
    for (const name of further) await lab.engine.connect(name, this.running.id);
    // Without a further network the engine has just said what it is like.
    if (further.length === 0) await this.settle();
    else await this.refresh();
    if (this.spec.serveUdp !== null) {
      const answerer = await startService([process.execPath, udpAnswerer, String(this.spec.serveUdp)], {
        prefix: lab.containerNetworkPrefix(this.description.pid),
      });
      this.stage.undo.push(() => answerer.stop());
    }
  }

  /**
   * Tries to start it, for a check where the engine may refuse to, and says what the engine's error was; empty where it runs.
   * An engine that no longer answers has not refused: that is thrown.
   */
  async tryStart(): Promise<string> {
    const started = performance.now();
    try {
      await this.start();
      return '';
    } catch (cause) {
      if (!(cause instanceof EngineError) || !(await this.stage.lab.engine.isReachable())) throw cause;
      const output = cause.message;
      this.stage.steps.push({
        phase: this.stage.phase,
        place: 'host',
        command: `docker run -d --name ${this.name}${this.ports()}`,
        output,
        status: 125,
        milliseconds: Math.round(performance.now() - started),
      });
      return output;
    }
  }

  /** Asks the engine anew what it is like: after a restart of either, addresses and veths may have changed. */
  async refresh(): Promise<void> {
    const { warnings, id } = this.description;
    this.running = { ...(await this.stage.lab.engine.container(id)), warnings };
    await this.settle();
  }

  /** Takes note of the address it has, and finds its veths. */
  private async settle(): Promise<void> {
    const { address } = this;
    if (address !== null && address !== '' && address !== this.held.at(-1)?.address)
      this.held.push({ address, since: Date.now() });
    this.veths = await this.findVeths();
  }

  /** Kills it, as `docker kill` does: its address is free again, and it can be started once more. */
  async kill(): Promise<void> {
    const started = performance.now();
    await killContainer(this.stage.lab.engine, this.description.id);
    this.stage.steps.push({
      phase: this.stage.phase,
      place: 'host',
      command: `docker kill ${this.name}`,
      output: '',
      status: 0,
      milliseconds: Math.round(performance.now() - started),
    });
  }

  /** Starts it once more after it was killed. */
  async restart(): Promise<void> {
    const started = performance.now();
    await restartContainer(this.stage.lab.engine, this.description.id, startTimeoutMs);
    this.stage.steps.push({
      phase: this.stage.phase,
      place: 'host',
      command: `docker start ${this.name}`,
      output: '',
      status: 0,
      milliseconds: Math.round(performance.now() - started),
    });
    await this.refresh();
  }

  /** Waits until the engine has started it again after its own restart, and asks what it is like now. For one that is to restart. */
  async waitRestarted(): Promise<void> {
    await waitReady(this.stage.lab.engine, this.description.id, startTimeoutMs);
    await this.refresh();
  }

  /** Its address on one of the networks it is connected to. */
  addressOn(network: { readonly name: string }): string | null {
    return addressOn(this.description, network.name);
  }

  /** Kills and removes it. */
  async remove(): Promise<void> {
    const started = performance.now();
    if (this.running === null) return;
    await this.stage.lab.engine.removeContainer(this.running.id);
    this.stage.steps.push({
      phase: this.stage.phase,
      place: 'host',
      command: `docker rm -f ${this.name}`,
      output: '',
      status: 0,
      milliseconds: Math.round(performance.now() - started),
    });
    this.running = null;
  }

  /** What the engine warned of when it was created, as `docker run` prints it; empty where nothing. */
  get warnings(): readonly string[] {
    return this.description.warnings;
  }

  /** Identity of its network namespace: "net:[4026532345]". */
  async netns(): Promise<string> {
    return readlink(this.stage.lab.containerNamespace(this.description.pid));
  }

  /** The links of its network namespace. */
  async links(): Promise<Link[]> {
    return parseLinks((await this.inNetwork(['ip', '-json', '-details', 'link'])).stdout);
  }

  /** Runs a shell command inside it, as `docker exec` would, and says what it printed. */
  async sh(command: string): Promise<string> {
    return (await this.here.run(['sh', '-c', command])).stdout;
  }

  /** A file of the container's. */
  async read(path: string): Promise<string> {
    return (await this.here.run(['cat', path])).stdout;
  }

  /** `iptables-save -c` of its own network namespace, with the engine's own iptables: another backend's would not show its rules. */
  async firewall(): Promise<string> {
    const netns = `--net=/proc/${this.description.pid}/ns/net`;
    return logStep(
      this.stage,
      this.key,
      await this.stage.lab.runOnHost(['nsenter', netns, '--', 'iptables-save', '-c']),
    ).stdout;
  }

  /** Sockets that listen in its network namespace: "udp 127.0.0.11:34567". */
  async listeners(): Promise<string[]> {
    return parseListeners((await this.inNetwork(['ss', '-Hlntu'])).stdout);
  }

  /** The same sockets with the program that each belongs to, whichever process namespace that runs in. */
  async listeningPrograms(): Promise<ListeningProgram[]> {
    return parseListeningPrograms((await this.inNetwork(['ss', '-Hlntup'])).stdout);
  }

  /** What is kept of it for `then`. */
  topology(): ContainerTopology {
    const at = this.running;
    const attachment = at?.attachments.find((a) => a.network === this.networks[0]);
    const also = this.spec.alsoOn.map((on, n) => {
      const further = at?.attachments.find((a) => a.network === this.networks[n + 1]);
      const veth = this.veths.find((v) => v.mac === further?.mac);
      return {
        on,
        address: further?.address ?? '',
        mac: further?.mac ?? null,
        veth: veth?.onHost ?? null,
        interface: veth?.inside ?? '',
      };
    });
    const earlier = this.held.slice(1).map(({ since }, n) => ({ address: this.held[n]?.address ?? '', until: since }));
    return {
      kind: 'container',
      key: this.key,
      name: this.name,
      id: at?.id ?? '',
      on: this.spec.on,
      address: attachment?.address ?? null,
      mac: attachment?.mac ?? null,
      ...(earlier.length === 0 ? {} : { earlier }),
      veth: this.veths.find((v) => v.mac === attachment?.mac)?.onHost ?? null,
      alsoOn: also,
      serve: this.spec.serve,
      ports: at?.ports ?? {},
    };
  }

  /** Path of its network namespace. */
  get namespacePath(): string {
    return this.stage.lab.containerNamespace(this.description.pid);
  }

  private async inNetwork(argv: readonly string[]) {
    return logStep(
      this.stage,
      this.key,
      await this.stage.lab.run(this.stage.lab.containerNetworkPrefix(this.description.pid), argv),
    );
  }

  /** The ends of its veth pairs: an interface's peer on the host is the one whose index it names as its link (veth(4)). */
  private async findVeths(): Promise<readonly Veth[]> {
    if (this.description.attachments.every((a) => a.address === null)) return [];
    const { lab } = this.stage;
    const [inside, onHost] = await Promise.all([
      readInterfaces(lab.containerSys(this.description.pid)),
      readInterfaces(lab.parts.hostSys),
    ]);
    return inside
      .filter((i) => i.peerIndex !== i.index)
      .map((i) => ({ inside: i.name, mac: i.mac, onHost: onHost.find((h) => h.index === i.peerIndex)?.name ?? null }));
  }

  /** What it publishes, with the docker host's addresses put in. */
  private publications(): string[] {
    const { address, secondAddress } = this.stage.lan;
    return this.spec.publish.map((p) => p.replace('{host}', address).replace('{secondary}', secondAddress));
  }

  private ports(): string {
    return this.publications()
      .map((p) => ` -p ${p}`)
      .join('');
  }

  /** What distinguishes it on the command line beside name, network and ports. */
  private flags(): string {
    const { aliases, pidNamespaceOf: pidOf, restartAlways: restart } = this.spec;
    return `${aliases.map((a) => ` --network-alias ${a}`).join('')}${pidOf === null ? '' : ` --pid container:${pidOf}-${this.stage.run}`}${restart ? ' --restart always' : ''}`;
  }
}

/** One of a container's interfaces and its end on the host. */
interface Veth {
  readonly inside: string;
  readonly mac: string;
  readonly onHost: string | null;
}

const udpAnswerer = fileURLToPath(new URL('./udp-answerer.js', import.meta.url));

function addressOn(container: StartedContainer, network: string): string | null {
  return container.attachments.find((a) => a.network === network)?.address ?? null;
}

/** A listening socket, "udp 127.0.0.11:34567", and its program's name; empty where the system does not tell. */
export interface ListeningProgram {
  readonly socket: string;
  readonly program: string;
}

/** Reads `ss -Hlntup`, whose last column is `users:(("dockerd",pid=12,fd=3))`. */
export function parseListeningPrograms(text: string): ListeningProgram[] {
  return text
    .split('\n')
    .flatMap((line) =>
      parseListeners(line).map((socket) => ({ socket, program: /users:\(\("([^"]+)"/.exec(line)?.[1] ?? '' })),
    );
}

/** Reads `ss -Hlntu`: protocol, state, queues, local address. */
export function parseListeners(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [protocol = '', , , , local = ''] = line.split(/\s+/);
      return `${protocol} ${local}`;
    });
}
