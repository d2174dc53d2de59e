import { setTimeout } from 'node:timers/promises';
import { hideMatch, mountLegacyIptables, parseLinks, sysctlFile, unwrapIptables, type Link } from '../../lab/index.js';
import { runCommand, scaleMs } from '../../process/index.js';
import { hostOf } from '../create-places.js';
import type { Host, Network, RuleByEngine, SelectRule } from '../places.js';
import type { HostTopology, Topology } from '../topology.js';
import type { NftChainAssertions, NftSetAssertions } from '../words/nftables.js';
import type { Endpoint } from '../words/address.js';
import type { PointAssertions } from '../words/point.js';
import type { RuleAssertions } from '../words/rule.js';
import { logStep, timeStep, type CheckContext } from './context.js';
import { lastLine } from './call.js';
import { FirewallHost } from './firewall-host.js';
import { HostNamespaces } from './namespaces.js';

const listLinks = ['ip', '-json', '-details', 'link'];

/**
 * The docker host that `when` acts with. What it changes is undone after the check, unless its comment says otherwise.
 */
export class LiveHost extends FirewallHost implements Host {
  /** The network namespaces of its containers, as tools on the host show them. */
  readonly namespaces: HostNamespaces;
  private readonly place: Host;

  constructor(context: CheckContext, topology: HostTopology, engine: Topology['engine']) {
    super(context);
    this.namespaces = new HostNamespaces(context);
    this.place = hostOf({ host: topology, engine });
  }

  get address(): string {
    return this.place.address;
  }
  get ipv6(): Endpoint {
    return this.place.ipv6;
  }
  get mac(): string {
    return this.place.mac;
  }
  get secondaryAddress(): string {
    return this.place.secondaryAddress;
  }
  get uplink(): PointAssertions {
    return this.place.uplink;
  }
  get lo(): PointAssertions {
    return this.place.lo;
  }
  get secondUplink(): PointAssertions {
    return this.place.secondUplink;
  }
  get secondUplinkAddress(): string {
    return this.place.secondUplinkAddress;
  }
  get docker0(): Network {
    return this.place.docker0;
  }
  get rule(): SelectRule {
    return this.place.rule;
  }
  ruleByEngine(engines: RuleByEngine): RuleAssertions {
    return this.place.ruleByEngine(engines);
  }
  nftChain(table: string, chain: string): NftChainAssertions {
    return this.place.nftChain(table, chain);
  }
  nftSet(table: string, name: string): NftSetAssertions {
    return this.place.nftSet(table, name);
  }

  /**
   * Adds a route: `addRoute('default', { via: gateway })`, `addRoute('172.17.0.0/16', { interface: host.uplink.name
   * })`.
   */
  async addRoute(
    to: string,
    { via, interface: device }: { readonly via?: { readonly address: string }; readonly interface?: string },
  ): Promise<void> {
    const hop = [...(via === undefined ? [] : ['via', via.address]), ...(device === undefined ? [] : ['dev', device])];
    await this.here.run([...this.here.program, 'ip', 'route', 'add', to, ...hop]);
    this.context.undo.push(() => this.here.run([...this.here.program, 'ip', 'route', 'del', to, ...hop]));
  }

  /** Deletes an interface. Not undone: the engine makes docker0 again when it starts. */
  async deleteLink(name: string): Promise<void> {
    await this.here.runInNetwork(['ip', 'link', 'del', name]);
  }

  /**
   * Gives an interface these addresses (CIDR) in place of those it has, until `restore` is called or the check ends.
   */
  async replaceAddresses(device: string, addresses: readonly string[]): Promise<{ restore: () => Promise<void> }> {
    const before = (await this.addresses()).filter((each) => each.interface === device);
    const set = async (cidrs: readonly string[]) => {
      const add = cidrs.map((cidr) => `ip address add ${cidr} dev ${device}`);
      await this.here.runInNetwork(['sh', '-c', [`ip -4 address flush dev ${device}`, ...add].join(' && ')]);
    };
    return this.undoable(
      () => set(addresses),
      () => set(before.map(({ address, prefix }) => `${address}/${prefix}`)),
    );
  }

  /** Returns a kernel setting of its network: `sysctl('net.ipv4.ip_forward')`. */
  async sysctl(name: string): Promise<string> {
    // From /proc: a root file system with an engine need not have sysctl(8).
    return (await this.read(sysctlFile(name))).trim();
  }

  /**
   * Sets a kernel setting of its network.
   *
   * @throws if the kernel has none of that name, or refuses the value.
   */
  async setSysctl(name: string, value: string | number): Promise<void> {
    const write = (text: string | number) => ['sh', '-c', `echo ${text} > ${sysctlFile(name)}`];
    const before = await this.sysctl(name);
    this.context.undo.push(() => this.context.lab.runOnHost(write(before)));
    const { status, stderr } = await this.here.runOwn(write(value));
    if (status !== 0) throw new Error(`${name} could not be set to ${value} on the docker host: ${stderr.trim()}`);
  }

  /** Writes a file; the check's end restores it. @throws on the machine's own engine. */
  async write(path: string, text: string): Promise<void> {
    const { lab, undo } = this.context;
    if (lab.parts.kind === 'host') throw new Error(`docknet does not write ${path} of this machine`);
    const put = (content: string) =>
      runCommand(['sh', '-c', `cat > ${path}`], { prefix: lab.parts.hostPrefix, input: content });
    const { stdout: before } = await lab.runOnHost(['cat', path]);
    undo.push(() => put(before));
    const result = await put(text);
    logStep(this.context, 'host', { ...result, command: `cat > ${path} <<end\n${text}end` });
    if (result.status !== 0)
      throw new Error(`${path} could not be written on the docker host: ${result.stderr.trim()}`);
  }

  /** Makes a directory that is removed after the check, and returns its path. */
  async temporaryDirectory(): Promise<string> {
    const path = (await this.sh('mktemp -d')).trim();
    this.context.undo.push(() => this.context.lab.runOnHost(['rm', '-r', path]));
    return path;
  }

  /**
   * Makes iptables find no such match, as on a kernel that was built without it, until `restore` is called or the check
   * ends.
   *
   * @throws if that cannot be done, and on the machine's own engine.
   */
  async hideMatch(match: string): Promise<{ restore: () => Promise<void> }> {
    const { lab } = this.context;
    if (lab.parts.kind === 'host') throw new Error('docknet does not change the iptables of this machine');
    const hide = async () => {
      const { status, stderr } = await lab.runOnHost(['sh', '-c', ['set -e', ...hideMatch(match)].join('\n')]);
      if (status !== 0) throw new Error(`the match ${match} could not be hidden on the docker host: ${stderr.trim()}`);
    };
    return this.undoable(hide, () => lab.runOnHost(['sh', '-c', unwrapIptables]));
  }

  /**
   * Makes iptables the legacy program, with tables of its own, until the check ends. An engine's earlier rules stay in
   * the other tables: give it `engine({ iptables: false })`, and restart it afterwards.
   *
   * @throws if there is no legacy program, and on the machine's own engine.
   */
  async useLegacyIptables(): Promise<void> {
    const { lab, undo } = this.context;
    if (lab.parts.kind === 'host') throw new Error('docknet does not change the iptables of this machine');
    const script = ['set -e', ...mountLegacyIptables, 'iptables --version'].join('\n');
    const { status, stdout, stderr } = await lab.runOnHost(['sh', '-c', script]);
    if (status !== 0) throw new Error(stderr.trim());
    const command = 'update-alternatives --set iptables /usr/sbin/iptables-legacy';
    await timeStep(this.context, 'host', command, () => Promise.resolve(stdout.trim()));
    undo.push(() => lab.runOnHost(['sh', '-c', unwrapIptables]));
  }

  /**
   * Waits for a link to be up or down, and returns the state it is in then or when the time is over; null if there
   * is no such link. The kernel reports a carrier's change up to a second late (linkwatch_schedule_work in
   * net/core/link_watch.c).
   */
  async linkState(name: string, awaited: 'UP' | 'DOWN'): Promise<string | null> {
    const deadline = performance.now() + scaleMs(this.here.timeoutMs);
    const argv = [...listLinks, 'show', 'dev', name];
    for (;;) {
      const result = await this.context.lab.run(this.context.lab.hostNetworkPrefix, argv);
      const state = parseLinks(result.stdout)[0]?.state ?? null;
      if (state === awaited || performance.now() > deadline) {
        logStep(this.context, 'host', result);
        return state;
      }
      // A monitor would say nothing of a change before it listened.
      await setTimeout(50);
    }
  }

  /**
   * Waits until the interfaces are those of an earlier listing, and lists them then or when the time is over. The
   * kernel removes a network namespace's interfaces some time after its last process (cleanup_net in
   * net/core/net_namespace.c).
   */
  async waitLinks(before: readonly Link[]): Promise<Link[]> {
    const deadline = performance.now() + scaleMs(this.here.timeoutMs);
    for (;;) {
      const { stdout } = await this.context.lab.run(this.context.lab.hostNetworkPrefix, listLinks);
      const links = parseLinks(stdout);
      const isSame =
        links.length === before.length && links.every(({ index }) => before.some((b) => b.index === index));
      if (isSame || performance.now() > deadline) return links;
      await setTimeout(50);
    }
  }

  /**
   * Tries to listen on a TCP port of every address, and returns the error: "bind: Address already in use"; empty if it
   * may.
   */
  async tryBind(port: number): Promise<string> {
    // An error comes at once; a port that is free is held until the limit.
    const listen = [...this.here.program, 'nc', '-l', '-p', String(port)];
    return lastLine((await this.here.run(listen, this.here.timeoutMs)).stderr);
  }

  /** Does something that `restore` undoes, once, or the check's end. */
  private async undoable(
    action: () => Promise<unknown>,
    undo: () => Promise<unknown>,
  ): Promise<{ restore: () => Promise<void> }> {
    let done = false;
    const restore = async () => {
      if (!done) await undo();
      done = true;
    };
    await action();
    this.context.undo.push(restore);
    return { restore };
  }
}
