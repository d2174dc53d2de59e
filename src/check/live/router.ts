import { fileURLToPath } from 'node:url';
import { listSnapshot } from '../../netfilter/index.js';
import { routerOf, type Router } from '../places.js';
import type { RouterTopology } from '../topology.js';
import { addressOf, type Target } from '../words/address.js';
import type { PointAssertions } from '../words/point.js';
import type { RuleAssertions } from '../words/rule.js';
import { busyboxAt } from './busybox.js';
import { LiveEndpoint } from './endpoint.js';
import { logStep, type CheckContext } from './context.js';
import { type CommandPrefix, startService } from '../../process/index.js';

const forwarder = fileURLToPath(new URL('./forwarder.js', import.meta.url));

/** A router made by hand, to act with. Its firewall goes with it, so nothing that is done to it needs undoing. */
export class LiveRouter extends LiveEndpoint implements Router {
  private readonly entry: CommandPrefix;
  private readonly seen: Router;

  constructor(
    private readonly stage: CheckContext,
    private readonly kept: RouterTopology,
    readonly namespacePath: string,
    readonly namespaceName: string,
  ) {
    const entry = ['nsenter', `--net=${namespacePath}`, '--'];
    super(busyboxAt(stage, kept.key, entry));
    this.entry = entry;
    this.seen = routerOf(kept);
  }

  get key(): string {
    return this.kept.key;
  }
  get address(): string {
    return this.kept.address;
  }
  get uplink(): PointAssertions {
    return this.seen.uplink;
  }
  get lo(): PointAssertions {
    return this.seen.lo;
  }
  rule(table: string, text: string): RuleAssertions {
    return this.seen.rule(table, text);
  }
  topology(): RouterTopology {
    return this.kept;
  }

  /** Runs iptables commands as an administrator would. @throws where iptables refuses one: the check is wrong then. */
  async iptables(...commands: readonly string[]): Promise<void> {
    await this.sh(commands.map((command) => `iptables ${command}`).join(' && '));
  }

  /** Runs a shell command on the router. @throws where it fails. */
  async sh(command: string): Promise<string> {
    const result = logStep(this.stage, this.key, await this.stage.lab.run(this.entry, ['sh', '-c', command]));
    if (result.status !== 0) throw new Error(`"${command}" failed on ${this.key}: ${result.stderr.trim()}`);
    return result.stdout;
  }

  /**
   * Starts a userland forwarder on it: what comes to a TCP port of any of its addresses is carried on by a connection of the
   * forwarder's own. The document's socat where the machine has it, else a program of docknet's.
   *
   * @returns Which of the two it is.
   */
  async forward(port: number, to: Target, toPort: number): Promise<'socat' | 'docknet’s forwarder'> {
    const socat = (await this.stage.lab.run(this.entry, ['sh', '-c', 'command -v socat'])).status === 0;
    const command = `socat tcp-l:${port},fork,reuseaddr tcp:${addressOf(to)}:${toPort}`;
    // With -d -d it says on standard error that it listens; as it says nothing earlier, that is its sign of being ready.
    const argv = socat
      ? ['sh', '-c', `exec ${command.replace('socat', 'socat -d -d')} 2>&1`]
      : [process.execPath, forwarder, String(port), addressOf(to), String(toPort)];
    const started = performance.now();
    const running = await startService(argv, { prefix: this.entry });
    this.stage.undo.push(() => running.stop());
    const name = socat ? 'socat' : 'docknet’s forwarder';
    logStep(this.stage, this.key, {
      command: socat ? command : `${command} (by ${name}: there is no socat here)`,
      stdout: '',
      stderr: '',
      status: 0,
      milliseconds: Math.round(performance.now() - started),
    });
    return name;
  }

  /** iptables-save -c of it. */
  async firewall(): Promise<string> {
    return (await listSnapshot((argv) => this.stage.lab.run(this.entry, argv), 'ipv4')).text;
  }
}
