import {
  connectContainer,
  createContainer,
  disconnectContainer,
  findContainer,
  killContainer,
  pauseContainer,
  renameContainer,
  restartContainer,
  startContainer,
  startExisting,
  stopContainer,
  unpauseContainer,
  waitReady,
  type StartedContainer,
} from '../../engine/index.js';
import type { EndpointAddressing } from '../addressing-spec.js';
import type { EngineAction } from '../expectation.js';
import type { ContainerSpec } from '../spec.js';
import { attempt, logStep, type CheckContext } from './context.js';
import { startServices } from './container-services.js';
import { crashContainer } from './crash.js';
import { dockerRun, startTimeoutMs } from './docker-run.js';
import { endpointFlags } from './naming-options.js';
import { createStartProgram } from './started-program.js';
import { LiveSystem } from './system.js';

/** A network, as `connect` and `disconnect` take it. */
export interface NamedNetwork {
  readonly key: string;
  readonly name: string;
}

/** What `when` can ask of the engine about a container. Every action is judged with `succeeded` or `failed`. */
export abstract class EngineContainer extends LiveSystem {
  /** What the engine last said of it; null before it was started. */
  protected running: StartedContainer | null = null;
  /** Its id from its creation on; null if it does not exist. */
  private created: string | null = null;
  private currentName: string;
  /** When Compose removed it, in milliseconds since the epoch; null if it did not. */
  protected goneSince: number | null = null;
  /** Networks that it was connected to in `when`. */
  protected readonly connected: NamedNetwork[] = [];

  /**
   * @param networkNames Its own network's name in the engine, then the names of its further networks.
   * @param addressOf Returns the address of a given place. Throws if it has none.
   */
  constructor(
    readonly context: CheckContext,
    readonly key: string,
    readonly spec: ContainerSpec,
    protected readonly networkNames: readonly [string, ...string[]],
    private readonly addressOf: (key: string) => string,
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
      runInNetwork: async (argv, timeoutMs, describe) => {
        const result = await lab.run(lab.containerNetworkPrefix(this.pid), argv, timeoutMs);
        return logStep(context, key, describe?.(result) ?? result);
      },
      // With the engine's own iptables: the other backend's would not show its rules.
      runIptables: async (argv) =>
        logStep(context, key, await lab.runOnHost(['nsenter', `--net=/proc/${this.pid}/ns/net`, '--', ...argv])),
      start: createStartProgram(context, key, () => lab.containerNetworkPrefix(this.pid)),
    });
    this.currentName = `${key}-${context.run}`;
  }

  /** Its first process as the docker host sees it. */
  abstract get pid(): number;
  /** Notes what the engine says of it now. */
  protected abstract settle(): Promise<void>;

  get name(): string {
    return this.currentName;
  }

  /** Its id in the engine. @throws if it does not exist. */
  get id(): string {
    if (this.created === null) throw new Error(`the container ${this.key} does not exist`);
    return this.created;
  }

  /** Takes over the container that Compose now runs for it, and waits until it is ready. @param id null if none. */
  async adopt(id: string | null): Promise<void> {
    if (id !== null && id === this.created) return this.refresh();
    [this.created, this.running, this.goneSince] = [id, null, id === null ? Date.now() : null];
    if (id === null) return;
    await waitReady(this.context.lab.engine, id, startTimeoutMs);
    await this.resume();
  }

  /** Creates it without starting it: `start` starts it. */
  async create(): Promise<EngineAction> {
    const { command, options } = this.dockerRun();
    return attempt(this.context, command.replace('docker run -d', 'docker create'), async () => {
      const { id } = await createContainer(this.context.lab.engine, options);
      this.created = id;
      return id.slice(0, 12);
    });
  }

  /**
   * Starts it, creating it if it does not exist, and waits until it is ready. A container that it created is removed if
   * it cannot be started; one that existed stays.
   */
  async start(): Promise<EngineAction> {
    const { engine } = this.context.lab;
    if (this.created !== null)
      return this.act('start', async () => {
        await startExisting(engine, this.id, startTimeoutMs);
        await this.resume();
      });
    const { command, options } = this.dockerRun();
    const further = this.networkNames.slice(1);
    return attempt(this.context, command, async () => {
      this.running = await startContainer(engine, options);
      this.created = this.running.id;
      for (const name of further) await connectContainer(engine, name, this.id);
      // The engine has just described it, but for networks that it was connected to since.
      await (further.length === 0 ? this.settle() : this.refresh());
      await this.serve();
      return [...this.running.warnings, this.id.slice(0, 12)].join('\n');
    });
  }

  /** Kills it: its address is free, and it can be started again. */
  async kill(): Promise<EngineAction> {
    return this.act('kill', () => killContainer(this.context.lab.engine, this.id));
  }

  /** Kills its first process without the engine, which notices that and, with `restartAlways`, starts it again. */
  async crash(): Promise<EngineAction> {
    return attempt(this.context, `kill -KILL ${this.pid}`, async () => {
      if (await crashContainer(this.context, this)) await this.resume();
    });
  }

  /** Stops it, without time for its process to end by itself. */
  async stop(): Promise<EngineAction> {
    return this.act('stop -t 0', () => stopContainer(this.context.lab.engine, this.id));
  }

  /** Stops it if it runs, and starts it again. */
  async restart(): Promise<EngineAction> {
    return this.act('restart -t 0', async () => {
      await restartContainer(this.context.lab.engine, this.id, startTimeoutMs);
      await this.resume();
    });
  }

  /** Waits until the engine, restarted itself, has restarted it (`restartAlways`). */
  async waitRestarted(): Promise<EngineAction> {
    return this.act('logs -f', async () => {
      await waitReady(this.context.lab.engine, this.id, startTimeoutMs);
      await this.resume();
    });
  }

  /** Suspends its processes; its kernel goes on. */
  async pause(): Promise<EngineAction> {
    return this.act('pause', () => pauseContainer(this.context.lab.engine, this.id));
  }

  /** Resumes its processes. */
  async unpause(): Promise<EngineAction> {
    return this.act('unpause', () => unpauseContainer(this.context.lab.engine, this.id));
  }

  /** Renames it: `web.rename('shop')`; `web.name` is the new name then. */
  async rename(name: string): Promise<EngineAction> {
    const renamed = `${name}-${this.context.run}`;
    const { engine } = this.context.lab;
    return attempt(this.context, `docker rename ${this.name} ${renamed}`, async () => {
      await renameContainer(engine, this.id, renamed);
      this.currentName = renamed;
    });
  }

  /** Connects it, running or not, to another network. */
  async connect(network: NamedNetwork, addressing: EndpointAddressing = {}): Promise<EngineAction> {
    const mac = addressing.mac === undefined ? [] : [`# MacAddress: ${addressing.mac}`]; // the API's alone
    const command = ['docker network connect', ...endpointFlags(addressing), network.name, this.name, ...mac].join(' ');
    const { lab, undo } = this.context;
    return attempt(this.context, command, async () => {
      const { id } = this;
      await connectContainer(lab.engine, network.name, id, addressing);
      undo.push(() => disconnectContainer(lab.engine, network.name, id));
      if (!this.connected.some(({ name }) => name === network.name)) this.connected.push(network);
      await this.refresh();
    });
  }

  /** Disconnects it, running or not, from a network. */
  async disconnect(network: { readonly name: string }): Promise<EngineAction> {
    return attempt(this.context, `docker network disconnect ${network.name} ${this.name}`, async () => {
      await disconnectContainer(this.context.lab.engine, network.name, this.id);
      await this.refresh();
    });
  }

  /** Kills and removes it. */
  async remove(): Promise<EngineAction> {
    return this.act('rm -f', () => this.dispose());
  }

  /** Removes it if it exists, without logging a step. */
  async dispose(): Promise<void> {
    if (this.created !== null) await this.context.lab.engine.removeContainer(this.created);
    this.created = null;
    this.running = null;
  }

  private act(command: string, action: () => Promise<void>): Promise<EngineAction> {
    return attempt(this.context, `docker ${command} ${this.name}`, action);
  }

  private dockerRun() {
    const { name, spec, addressOf } = this;
    return dockerRun(this.context, { name, network: this.networkNames[0], spec, addressOf });
  }

  /** Asks the engine for its description: after a restart, addresses and veths may have changed. */
  protected async refresh(): Promise<void> {
    const found = await findContainer(this.context.lab.engine, this.id);
    if (found === null) throw new Error(`the engine no longer has the container ${this.name}`);
    this.running = { ...found, warnings: this.running?.warnings ?? [] };
    this.currentName = found.name;
    if (found.running) await this.settle();
  }

  /** Takes up its service in the network namespace that it has since its last start. */
  private async resume(): Promise<void> {
    await this.refresh();
    await this.serve();
  }

  private serve(): Promise<void> {
    return startServices(this.context, this.context.lab.containerNetworkPrefix(this.pid), this.spec);
  }
}
