import type { DaemonSettings, EngineNetwork } from '../../engine/index.js';
import type { NetworkAddressing } from '../addressing-spec.js';
import type { ParentNetworkSpec } from '../driver-spec.js';
import type { EngineAction } from '../expectation.js';
import type { BridgeSpec } from '../spec.js';
import { attempt, logStep, timeStep, type CheckContext } from './context.js';
import { dockerNetworkCreate } from './docker-network.js';
import { busyboxIn } from './endpoint.js';
import { parentNetworkCreate } from './parent-network.js';
import { LiveSystem } from './system.js';

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

  /** Lists the engine's networks. */
  async networks(): Promise<EngineNetwork[]> {
    let networks: EngineNetwork[] = [];
    await timeStep(this.context, 'host', 'docker network ls', async () => {
      networks = await this.context.lab.engine.networks();
      return networks.map(({ id, name, driver }) => `${id.slice(0, 12)} ${name} ${driver}`).join('\n');
    });
    return networks;
  }

  /** Creates a network, a user-defined bridge one unless another is given. It is removed after the check. */
  async createNetwork(
    name: string,
    network: NetworkAddressing | ParentNetworkSpec = {},
    options: BridgeSpec['options'] = {},
  ): Promise<EngineAction> {
    const { lab, lan, run, undo } = this.context;
    const full = this.networkName(name);
    const { request, command } =
      'kind' in network
        ? parentNetworkCreate(full, network, lan)
        : dockerNetworkCreate(full, { addressing: this.named(network), options });
    return attempt(this.context, command, async () => {
      // The engine takes no labels beside a configuration, whose labels the network has.
      const labels: Record<string, string> = 'ConfigFrom' in request ? {} : { 'docknet.run': run };
      const { id } = await lab.engine.createNetwork(full, labels, request);
      undo.push(() => lab.engine.removeNetwork(id));
    });
  }

  /** Removes a network: one of `given`, or by its name one that `createNetwork` made, or `'bridge'`. */
  async removeNetwork(network: { readonly name: string } | string): Promise<EngineAction> {
    const name = this.networkName(network);
    return attempt(this.context, `docker network rm ${name}`, () => this.context.lab.engine.removeNetwork(name));
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
    const changed = Object.keys(settings).length === 0 ? '' : ` # daemon.json: ${JSON.stringify(settings)}`;
    const started = await attempt(this.context, `systemctl start docker${changed}`, () =>
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
