import {
  collectNetworkEvents,
  type DaemonSettings,
  type EngineNetwork,
  type NetworkEvent,
} from '../../engine/index.js';
import type { NetworkAddressing } from '../addressing-spec.js';
import type { ParentNetworkSpec } from '../driver-spec.js';
import type { EngineAction } from '../expectation.js';
import { bridge, type BridgeSpec } from '../spec.js';
import { attempt, logStep, timeStep, type CheckContext } from './context.js';
import { dockerNetworkCreate } from './docker-network.js';
import { busyboxIn } from './endpoint.js';
import { parentNetworkCreate } from './parent-network.js';
import { LiveSystem } from './system.js';

/** Labels, each `KEY` or `KEY=VALUE`, that networks have, or have not. */
export interface NetworkFilters {
  readonly label?: readonly string[];
  readonly 'label!'?: readonly string[];
}

/** What `when` can ask of the engine. docknet never stops, starts or upgrades the machine's own engine. */
export abstract class EngineHost extends LiveSystem {
  readonly key = 'host';

  constructor(protected readonly context: CheckContext) {
    const { lab } = context;
    const runner = busyboxIn(context, 'host', lab.hostNetworkPrefix);
    const runOwn = async (argv: readonly string[], timeoutMs?: number) =>
      logStep(context, 'host', await lab.runOnHost(argv, timeoutMs));
    super({ ...runner, runOwn, runIptables: runOwn });
  }

  get namespacePath(): string {
    return this.context.lab.parts.hostNamespace;
  }

  /** Lists the engine's networks. @param filters As the API takes them: `{ label: ['tier=front'] }`. */
  async networks(filters: Readonly<Record<string, readonly string[]>> = {}): Promise<EngineNetwork[]> {
    let networks: EngineNetwork[] = [];
    await timeStep(this.context, 'host', ['docker network ls', ...filterFlags(filters)].join(' '), async () => {
      networks = await this.context.lab.engine.networks(filters);
      return networks.map(({ id, name, driver }) => `${id.slice(0, 12)} ${name} ${driver}`).join('\n');
    });
    return networks;
  }

  /**
   * Does something and returns the events of networks meanwhile, in their order: action, the network's name, and the id
   * of the container that was connected or disconnected.
   */
  async networkEvents(action: () => Promise<unknown>): Promise<NetworkEvent[]> {
    const { lab, run } = this.context;
    const events = await collectNetworkEvents(lab.engine, `docknet.run=${run}`, action);
    await timeStep(this.context, 'host', 'docker events --filter type=network', () =>
      Promise.resolve(events.map((event) => Object.values(event).join(' ')).join('\n')),
    );
    return events;
  }

  /**
   * Creates a network, a user-defined bridge one unless another is given. It is removed after the check.
   *
   * @param name With the run's id its name in the engine; as `{ name }` this alone.
   */
  async createNetwork(
    name: string | { readonly name: string },
    network: NetworkAddressing | BridgeSpec | ParentNetworkSpec = {},
    options: BridgeSpec['options'] = {},
  ): Promise<EngineAction> {
    const { lab, lan, run, undo } = this.context;
    const full = this.networkName(name);
    const spec = 'kind' in network ? network : bridge(options, network);
    const { request, command } =
      spec.kind === 'parent-network'
        ? parentNetworkCreate(full, spec, lan)
        : dockerNetworkCreate(full, { ...spec, addressing: this.named(spec.addressing) });
    return attempt(this.context, command, async () => {
      // The engine takes no labels beside a configuration, whose labels the network has.
      const own = spec.kind === 'parent-network' ? {} : spec.addressing.labels;
      const labels: Record<string, string> = 'ConfigFrom' in request ? {} : { 'docknet.run': run, ...own };
      const { id } = await lab.engine.createNetwork(full, labels, request);
      undo.push(() => lab.engine.removeNetwork(id));
    });
  }

  /** Removes a network: one of `given`, or by its name one that `createNetwork` made, or `'bridge'`. */
  async removeNetwork(network: { readonly name: string } | string): Promise<EngineAction> {
    const name = this.networkName(network);
    return attempt(this.context, `docker network rm ${name}`, () => this.context.lab.engine.removeNetwork(name));
  }

  /**
   * Removes the unused networks among those of the run.
   *
   * @param filters `{ label: ['keep=yes'] }`: those with these labels; `{ 'label!': ['keep'] }`: those without.
   */
  async pruneNetworks(filters: NetworkFilters = {}): Promise<EngineAction> {
    const { lab, run } = this.context;
    const all = { ...filters, label: [`docknet.run=${run}`, ...(filters.label ?? [])] };
    return attempt(this.context, ['docker network prune -f', ...filterFlags(all)].join(' '), async () =>
      (await lab.engine.pruneNetworks(all)).join('\n'),
    );
  }

  /** Describes a network, named as for `removeNetwork`; null if the engine has none. */
  async network(network: { readonly name: string } | string): Promise<EngineNetwork | null> {
    const name = this.networkName(network);
    return (await this.networks()).find((listed) => listed.name === name) ?? null;
  }

  /** Stops the engine and its containers; with live-restore the containers go on. */
  async stopEngine(): Promise<EngineAction> {
    return attempt(this.context, 'systemctl stop docker', () => this.context.lab.stopEngine());
  }

  /** Kills the engine with SIGKILL. Its containers go on; without live-restore its next start ends them. */
  async killEngine(): Promise<EngineAction> {
    return attempt(this.context, 'systemctl kill --signal KILL docker', () => this.context.lab.stopEngine('KILL'));
  }

  /** Returns whether the engine's API answers. */
  async engineAnswers(): Promise<boolean> {
    return this.context.lab.engine.isReachable();
  }

  /**
   * Starts the engine again; containers with `restartAlways` start with it.
   *
   * @param settings Of daemon.json, until the next start, beside those of the check's `engine(…)`, which they override.
   */
  async startEngine(settings: DaemonSettings = {}): Promise<EngineAction> {
    const started = await attempt(this.context, `systemctl start docker${describeChange(settings)}`, () =>
      this.context.lab.startEngine(settings),
    );
    if (started.ok) this.context.engineRefused = false;
    return started;
  }

  /** Stops and starts the engine. @param settings As of `startEngine`. */
  async restartEngine(settings?: DaemonSettings): Promise<EngineAction> {
    const stopped = await this.stopEngine();
    return stopped.ok ? this.startEngine(settings) : stopped;
  }

  /**
   * Has the engine read its daemon.json again while it runs, as SIGHUP does, and waits until it has.
   *
   * @param settings Of daemon.json, as of `startEngine`.
   */
  async reloadEngine(settings: DaemonSettings = {}): Promise<EngineAction> {
    const command = `systemctl reload docker${describeChange(settings)}`;
    return attempt(this.context, command, () => this.context.lab.reloadEngine(settings));
  }

  /** Stops the engine and starts a newer one on the same data, as a package's upgrade does. */
  async upgradeEngine(version: string): Promise<EngineAction> {
    const stopped = await this.stopEngine();
    if (!stopped.ok) return stopped;
    const { lab } = this.context;
    lab.installUpgrade(version);
    const upgraded = await attempt(this.context, `apt-get install docker.io=${version} && systemctl start docker`, () =>
      lab.startEngine(),
    );
    if (!upgraded.ok) return upgraded;
    this.context.engineRefused = false;
    const { version: running } = await lab.engine.describe();
    if (running !== version) throw new Error(`the engine was upgraded to ${version}, and ${running} answers`);
    return upgraded;
  }

  /** Returns a network's name in the engine: what checks create bears the run's id. */
  private networkName(network: { readonly name: string } | string): string {
    if (typeof network !== 'string') return network.name;
    return ['bridge', 'host', 'none'].includes(network) ? network : `${network}-${this.context.run}`;
  }

  /** Names the network whose configuration another takes over as the engine does. */
  private named(addressing: NetworkAddressing): NetworkAddressing {
    const { configFrom } = addressing;
    return configFrom === undefined ? addressing : { ...addressing, configFrom: this.networkName(configFrom) };
  }

  /**
   * Removes what the stopped engine stored about its networks, so that it starts as if new. From its store it would
   * make the old default bridge again, with the old subnet.
   */
  async forgetNetworks(): Promise<void> {
    this.context.lab.noteLostStore();
    await this.sh('rm -rf /run/docknet/data/network');
  }
}

const filterFlags = (filters: Readonly<Record<string, readonly string[]>>): string[] =>
  Object.entries(filters).flatMap(([key, values]) => values.map((value) => `--filter ${key}=${value}`));

const describeChange = (settings: DaemonSettings): string =>
  Object.keys(settings).length === 0 ? '' : ` # daemon.json: ${JSON.stringify(settings)}`;
