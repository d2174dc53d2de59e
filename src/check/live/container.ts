import { fileURLToPath } from 'node:url';
import {
  killContainer,
  restartContainer,
  startContainer,
  waitReady,
  type StartedContainer,
} from '../../engine/index.js';
import { parseLinks } from '../../lab/index.js';
import { startService } from '../../process/index.js';
import type { EngineAction } from '../expectation.js';
import type { ContainerSpec } from '../spec.js';
import type { ContainerTopology } from '../topology.js';
import { MissingAddressError, type Endpoint } from '../words/address.js';
import { attempt, logStep, type CheckContext } from './context.js';
import { dockerRun, processOf, startTimeoutMs } from './docker-run.js';
import { LiveSystem } from './system.js';
import { pairVeths, readVethEnds, type VethEnd, type VethPair } from './veths.js';

const serverProgram = fileURLToPath(new URL('./server-program.js', import.meta.url));

/** A container that `when` acts with. */
export class LiveContainer extends LiveSystem implements Endpoint {
  private running: StartedContainer | null = null;
  private vethEnds: readonly VethEnd[] = [];
  /** The addresses it has had, each with when it got it, in milliseconds since the epoch. */
  private readonly addressHistory: { readonly address: string; readonly since: number }[] = [];

  /** @param networks Its own network's name in the engine, then the names of its further networks. */
  constructor(
    private readonly context: CheckContext,
    readonly key: string,
    readonly spec: ContainerSpec,
    private readonly networkNames: readonly [string, ...string[]],
  ) {
    const { lab } = context;
    const run = async (argv: readonly string[], timeoutMs?: number) =>
      logStep(context, key, await lab.run(lab.containerPrefix(this.pid), argv, timeoutMs));
    super({
      key,
      timeoutMs: context.timeoutMs,
      program: [],
      run,
      runOwn: run,
      runInNetwork: async (argv, timeoutMs) =>
        logStep(context, key, await lab.run(lab.containerNetworkPrefix(this.pid), argv, timeoutMs)),
      // With the engine's own iptables: the other backend's would not show its rules.
      runIptables: async (argv) =>
        logStep(context, key, await lab.runOnHost(['nsenter', `--net=/proc/${this.pid}/ns/net`, '--', ...argv])),
    });
  }

  get name(): string {
    return `${this.key}-${this.context.run}`;
  }

  /** Its address on its own network. @throws MissingAddressError if it has none. */
  get address(): string {
    return this.currentAddress ?? missing(this.key);
  }
  /** False on host and none networks, and while it is not started. */
  get hasAddress(): boolean {
    return this.currentAddress !== null;
  }
  private get currentAddress(): string | null {
    return (this.running && this.attachmentTo(this.networkNames[0])?.address) ?? null;
  }

  /** Its id in the engine. @throws if it is not started. */
  get id(): string {
    return this.description.id;
  }
  /** Its first process as the docker host sees it: `docker inspect -f '{{.State.Pid}}'`. */
  get pid(): number {
    return this.description.pid;
  }
  /** The engine's warnings when it was created, as `docker run` prints them. */
  get warnings(): readonly string[] {
    return this.description.warnings;
  }
  /** The names of the networks that the engine says it is on. */
  get networks(): readonly string[] {
    return this.description.attachments.map(({ network }) => network);
  }
  /** Path of its network namespace. */
  get namespacePath(): string {
    return this.context.lab.containerNamespace(this.pid);
  }
  private get description(): StartedContainer {
    if (this.running === null) throw new Error(`the container ${this.key} is not started`);
    return this.running;
  }
  /** Its process, as a Compose file names it. */
  get command(): readonly string[] {
    return processOf(this.spec);
  }

  /** Returns its place on one of its further networks. @throws MissingAddressError if it has no address there. */
  attachment(network: { readonly key: string; readonly name: string }): Endpoint {
    const address = this.attachmentTo(network.name)?.address;
    return { key: this.key, address: address ?? missing(`${this.key} on ${network.key}`) };
  }

  /** Takes over a container that Compose started under its name. */
  async adopt(): Promise<void> {
    this.running = { ...(await this.context.lab.engine.container(this.name)), warnings: [] };
    await this.refresh();
  }

  /** Starts it and waits until it is ready. */
  async start(): Promise<EngineAction> {
    const { engine } = this.context.lab;
    const [network, ...further] = this.networkNames;
    const { command, options } = dockerRun(this.context, { name: this.name, network, spec: this.spec });
    return attempt(this.context, command, async () => {
      this.running = await startContainer(engine, options);
      for (const name of further) await engine.connect(name, this.running.id);
      // The engine has just described it, but for networks that it was connected to since.
      await (further.length === 0 ? this.settle() : this.refresh());
      if (this.spec.serveUdp !== null) await this.serveUdp(this.spec.serveUdp);
      return [...this.running.warnings, this.running.id.slice(0, 12)].join('\n');
    });
  }

  /** Kills it, as `docker kill` does: its address is free, and it can be started again. */
  async kill(): Promise<EngineAction> {
    return attempt(this.context, `docker kill ${this.name}`, () => killContainer(this.context.lab.engine, this.id));
  }

  /** Starts it again after `kill`. */
  async restart(): Promise<EngineAction> {
    return attempt(this.context, `docker start ${this.name}`, async () => {
      await restartContainer(this.context.lab.engine, this.id, startTimeoutMs);
      await this.refresh();
    });
  }

  /** Waits until the engine, restarted itself, has restarted it (`restartAlways`). */
  async waitRestarted(): Promise<EngineAction> {
    return attempt(this.context, `docker logs -f ${this.name}`, async () => {
      await waitReady(this.context.lab.engine, this.id, startTimeoutMs);
      await this.refresh();
    });
  }

  /** Kills and removes it. */
  async remove(): Promise<EngineAction> {
    return attempt(this.context, `docker rm -f ${this.name}`, () => this.dispose());
  }

  /** Removes it if it runs, without logging a step. */
  async dispose(): Promise<void> {
    if (this.running !== null) await this.context.lab.engine.removeContainer(this.running.id);
    this.running = null;
  }

  /** Lists its veth pairs. */
  async veths(): Promise<VethPair[]> {
    const { lab } = this.context;
    const [inside, onHost] = await Promise.all([
      this.links(),
      lab.run(lab.hostNetworkPrefix, ['ip', '-json', '-details', 'link']),
    ]);
    return pairVeths(inside, parseLinks(logStep(this.context, 'host', onHost).stdout));
  }

  /** Lists the command lines of the processes that it sees. */
  async processes(): Promise<string[]> {
    return (await this.sh('ps -o args')).trim().split('\n').slice(1);
  }

  /** Returns what the evidence keeps of it. */
  topology(): ContainerTopology {
    const at = this.running;
    const own = this.attachmentTo(this.networkNames[0]);
    const vethOf = (mac: string | null | undefined) => this.vethEnds.find((i) => i.mac === mac);
    const alsoOn = this.spec.alsoOn.map((on, n) => {
      const further = this.attachmentTo(this.networkNames[n + 1] ?? '');
      const end = vethOf(further?.mac);
      return {
        on,
        address: further?.address ?? '',
        mac: further?.mac ?? null,
        veth: end?.veth ?? null,
        interface: end?.name ?? '',
      };
    });
    const earlier = this.addressHistory
      .slice(1)
      .map(({ since }, n) => ({ address: this.addressHistory[n]?.address ?? '', until: since }));
    return {
      kind: 'container',
      key: this.key,
      name: this.name,
      id: at?.id ?? '',
      pid: at?.pid ?? null,
      on: this.spec.on,
      address: own?.address ?? null,
      mac: own?.mac ?? null,
      ...(earlier.length === 0 ? {} : { earlier }),
      veth: vethOf(own?.mac)?.veth ?? null,
      alsoOn,
      serve: this.spec.serve,
      ports: at?.ports ?? {},
    };
  }

  /** Asks the engine for its description: after a restart, addresses and veths may have changed. */
  private async refresh(): Promise<void> {
    const { warnings, id } = this.description;
    this.running = { ...(await this.context.lab.engine.container(id)), warnings };
    await this.settle();
  }

  /** Notes its address and finds its veths. */
  private async settle(): Promise<void> {
    const address = this.currentAddress;
    if (address !== null && address !== '' && address !== this.addressHistory.at(-1)?.address)
      this.addressHistory.push({ address, since: Date.now() });
    const isAttached = this.description.attachments.some((attachment) => attachment.address !== null);
    this.vethEnds = isAttached ? await readVethEnds(this.context.lab, this.pid) : [];
  }

  private async serveUdp(port: number): Promise<void> {
    const prefix = this.context.lab.containerNetworkPrefix(this.pid);
    const server = await startService([process.execPath, serverProgram, 'echo', String(port)], { prefix });
    this.context.undo.push(() => server.stop());
  }

  private attachmentTo(network: string) {
    return this.running?.attachments.find((a) => a.network === network);
  }
}

function missing(key: string): never {
  throw new MissingAddressError(key);
}
