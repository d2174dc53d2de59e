import { fileURLToPath } from 'node:url';
import { createMachineNft } from '../../lab/index.js';
import { listFirewall, type FirewallListings, type Nft } from '../../netfilter/index.js';
import { quote, startService } from '../../process/index.js';
import { routerOf } from '../create-places.js';
import type { Router, SelectRule } from '../places.js';
import type { NetnsTopology, RouterTopology } from '../topology.js';
import { addressOf, type Endpoint, type Target } from '../words/address.js';
import type { PointAssertions } from '../words/point.js';
import { timeStep, type CheckContext } from './context.js';
import { busyboxIn, LiveEndpoint } from './endpoint.js';
import { LiveSystem } from './system.js';

const forwardProgram = fileURLToPath(new URL('./forward-program.js', import.meta.url));
const into = (namespacePath: string) => ['nsenter', `--net=${namespacePath}`, '--'];

/** A network namespace made with ip(8). */
export class LiveNetns extends LiveEndpoint {
  constructor(
    private readonly kept: NetnsTopology,
    context: CheckContext,
    readonly namespacePath: string,
  ) {
    super(busyboxIn(context, kept.key, into(namespacePath)));
  }

  get key(): string {
    return this.kept.key;
  }
  get address(): string {
    return this.kept.address;
  }
  topology(): NetnsTopology {
    return this.kept;
  }
}

/** A router made with ip(8). Its firewall goes with it, so nothing that is done to it is undone. */
export class LiveRouter extends LiveSystem implements Router {
  /** An nft of the machine's that can read its tables. */
  readonly nftProgram: Nft;
  private readonly place: Router;

  constructor(
    private readonly context: CheckContext,
    private readonly kept: RouterTopology,
    readonly namespacePath: string,
    readonly namespaceName: string,
  ) {
    const runner = busyboxIn(context, kept.key, into(namespacePath));
    super({ ...runner, runOwn: runner.run, runIptables: runner.run });
    this.nftProgram = createMachineNft((argv) => context.lab.run(into(namespacePath), argv));
    this.place = routerOf(kept);
  }

  get key(): string {
    return this.kept.key;
  }
  get address(): string {
    return this.kept.address;
  }
  get ipv6(): Endpoint {
    return this.place.ipv6;
  }
  get subnet(): string {
    return this.kept.subnet;
  }
  get uplink(): PointAssertions {
    return this.place.uplink;
  }
  get lo(): PointAssertions {
    return this.place.lo;
  }
  get rule(): SelectRule {
    return this.place.rule;
  }
  topology(): RouterTopology {
    return this.kept;
  }

  /** Runs iptables commands. @throws if iptables refuses one: the check is wrong then. */
  async iptables(...commands: readonly string[]): Promise<void> {
    await this.sh(commands.map((command) => `iptables ${command}`).join(' && '));
  }

  /** Runs an nft command: `nft('table inet shop { … }')`. @throws if nft refuses it. */
  async nft(command: string): Promise<void> {
    await this.nftProgram.list('list', 'tables'); // finds an nft that can read the tables
    await this.sh(`${this.nftProgram.script} ${quote(command)}`);
  }

  /** Runs a shell command and returns what it printed. @throws if it fails. */
  override async sh(command: string): Promise<string> {
    const { status, stdout, stderr } = await this.here.runOwn(['sh', '-c', command]);
    if (status !== 0) throw new Error(`"${command}" failed on ${this.key}: ${stderr.trim()}`);
    return stdout;
  }

  /** Adds an address of its LAN to its uplink. */
  async addAddress(address: string): Promise<void> {
    await this.sh(`ip address add ${address}/${this.subnet.split('/')[1] ?? '32'} dev ${this.uplink.name}`);
  }

  /** Sets a kernel setting of its network: `setSysctl('net.ipv4.conf.all.route_localnet', 1)`. */
  async setSysctl(name: string, value: string | number): Promise<void> {
    await this.sh(`echo ${value} > /proc/sys/${name.replaceAll('.', '/')}`);
  }

  /** Returns what iptables-save prints, for `restoreRules`. */
  async saveRules(): Promise<string> {
    return this.sh('iptables-save');
  }

  /** Runs iptables-restore on what `saveRules` returned, and returns what it printed: nothing if it succeeds. */
  async restoreRules(saved: string): Promise<string> {
    return this.sh(`iptables-restore 2>&1 <<'END' || true\n${saved}END`);
  }

  /**
   * Starts a userland forwarder: it carries what comes to a TCP port of any of the router's addresses over a connection
   * of its own. It is socat, as in the document, or a program of docknet's if socat is not installed.
   */
  async forward(port: number, to: Target, toPort: number): Promise<void> {
    const { status } = await this.context.lab.run(into(this.namespacePath), ['sh', '-c', 'command -v socat']);
    const socat = `socat tcp-l:${port},fork,reuseaddr tcp:${addressOf(to)}:${toPort}`;
    // With -d -d it reports on standard error that it listens. It prints nothing earlier, so any line means that it is
    // ready.
    const argv =
      status === 0
        ? ['sh', '-c', `exec ${socat.replace('socat', 'socat -d -d')} 2>&1`]
        : [process.execPath, forwardProgram, String(port), addressOf(to), String(toPort)];
    const command = status === 0 ? socat : `${socat} (by docknet’s forwarder: socat is not installed)`;
    await timeStep(this.context, this.key, command, async () => {
      const running = await startService(argv, { prefix: into(this.namespacePath) });
      this.context.undo.push(() => running.stop());
    });
  }

  /** Lists its firewall for the evidence, without logging a step. @param ruleset What nft has just listed there. */
  async listFirewall(ruleset: Promise<string | null>): Promise<FirewallListings> {
    return listFirewall((argv) => this.context.lab.run(into(this.namespacePath), argv), this.nftProgram, ruleset);
  }
}
