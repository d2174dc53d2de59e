import type { DaemonSettings, EngineNetwork } from '../../engine/index.js';
import type { EngineAction } from '../expectation.js';
import { attempt, logStep, timeStep, type CheckContext } from './context.js';
import { busyboxIn } from './endpoint.js';
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

  /** Creates a user-defined bridge network, which is removed after the check. */
  async createNetwork(name: string): Promise<EngineAction> {
    const { lab, run, undo } = this.context;
    const full = `${name}-${run}`;
    return attempt(this.context, `docker network create ${full}`, async () => {
      const { id } = await lab.engine.createNetwork(full, { 'docknet.run': run });
      undo.push(() => lab.engine.removeNetwork(id));
    });
  }

  /** Stops the engine and its containers. */
  async stopEngine(): Promise<EngineAction> {
    return attempt(this.context, 'systemctl stop docker', () => this.context.lab.stopEngine());
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

  /**
   * Removes what the stopped engine stored about its networks, so that it starts as if new. From its store it would
   * make the old default bridge again, with the old subnet.
   */
  async forgetNetworks(): Promise<void> {
    await this.sh('rm -rf /run/docknet/data/network');
  }
}
