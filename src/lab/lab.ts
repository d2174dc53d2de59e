import {
  awaitReload,
  type Daemon,
  type DaemonSettings,
  type EngineClient,
  type EngineProgram,
} from '../engine/index.js';
import type { Nft, RunNft } from '../netfilter/index.js';
import { commandLine, defaultTimeoutMs, runCommand, type CommandPrefix, type CommandResult } from '../process/index.js';
import { LabError } from './error.js';
import type { EngineObserver } from './faulty-engine.js';
import { labPrefix, type LabInit } from './lab-init.js';
import type { LabShell } from './lab-shell.js';
import { describeLanHost, type LanHost } from './lan-host.js';
import type { NewerEngine } from './newer-engine.js';
import type { SecondHost } from './second-host.js';
import { lanHostCommands, lanHostName, lanHostPrefix, removalCommands, type LanPlan, type Sysctls } from './plan.js';

/** The parts of a lab, from `startPrivateLab` or `startHostLab`. */
export interface LabParts {
  readonly name: string;
  readonly kind: 'private' | 'host';
  readonly init: LabInit;
  readonly engine: EngineClient;
  /** Starts the lab's own engine or an upgrade, with further settings; null for the machine's own, which runs. */
  readonly launch: ((upgrade: NewerEngine | null, settings: DaemonSettings) => Promise<Daemon>) | null;
  readonly program: EngineProgram | null;
  readonly settings: DaemonSettings;
  /** Kernel settings at its start. */
  readonly sysctls: Sysctls;
  /** Hidden tables of iptables. */
  readonly missingTables: readonly string[];
  /** Engines to which its engine can be upgraded, oldest first. */
  readonly newer: readonly NewerEngine[];
  /** A second docker host on the first LAN, in one swarm with the lab's; null if there is none. */
  readonly secondHost: SecondHost | null;
  /** The LANs at its start. */
  readonly lans: readonly [LanPlan];
  /** Makes the second LAN and the docker host's uplink to it. */
  readonly addSecondLan: () => Promise<LanPlan>;
  /** Enters the docker host: its mounts, network and host name. */
  readonly hostPrefix: CommandPrefix;
  /** Path of the docker host's network namespace. */
  readonly hostNamespace: string;
  /** Creates the docker host's nft. @param run Runs a command in its network namespace, with the machine's files. */
  readonly createNft: (run: RunNft) => Nft;
  /** Shells: in all of the lab's namespaces, and in its network with the machine's files; null for none. */
  readonly shells: { readonly lab: LabShell; readonly machine: LabShell } | null;
  /** The machine's path of a sysfs that shows the docker host's interfaces. */
  readonly hostSys: string;
  /** The machine's path of the lab's static busybox. */
  readonly busybox: string;
  /** Returns the directory under /proc of a process id of the engine's pid namespace. */
  readonly processDirectory: (pid: number) => string;
  /** Observes the engine's work; null if nobody asked for it. */
  readonly observer: EngineObserver | null;
  /** Saves a shell command that undoes a change to the machine; null in a lab that vanishes by itself. */
  readonly rememberUndo: ((undo: string) => Promise<void>) | null;
  /** Removes what was made outside the lab's namespaces. */
  readonly cleanUp: () => Promise<void>;
}

/** A docker host with an engine, its uplink, the LANs behind it and their hosts. */
export class Lab {
  private readonly lanHosts = new Map<string, Promise<LanHost>>();
  private secondLan: Promise<LanPlan> | null = null;
  private closed: Promise<void> | null = null;
  private earlierLog = '';
  private upgrade: NewerEngine | null = null;
  private reconfigured = false;
  private lostStore = false;
  /** The docker host's nft: one that can read its engine's tables. */
  readonly nft: Nft;
  /** Enters the docker host's network namespace only, with the machine's tools. */
  readonly hostNetworkPrefix: CommandPrefix;

  /** @param daemon The lab's own engine; null for the machine's own. */
  constructor(
    readonly parts: LabParts,
    private daemon: Daemon | null,
  ) {
    this.hostNetworkPrefix = ['nsenter', `--net=${parts.hostNamespace}`, '--'];
    this.nft = parts.createNft((argv) => this.run(this.hostNetworkPrefix, argv));
  }

  get name(): string {
    return this.parts.name;
  }

  get engine(): EngineClient {
    return this.parts.engine;
  }

  /** Runs a command on the docker host. */
  runOnHost(argv: readonly string[], timeoutMs?: number): Promise<CommandResult> {
    const { shells, hostPrefix } = this.parts;
    return shells?.lab.run(argv, timeoutMs) ?? runCommand(argv, { prefix: hostPrefix, timeoutMs });
  }

  /** Runs a command where the namespaces of the LANs and their hosts have names. */
  runOnLan(argv: readonly string[], timeoutMs?: number): Promise<CommandResult> {
    const { shells, init } = this.parts;
    return shells?.lab.run(argv, timeoutMs) ?? runCommand(argv, { prefix: labPrefix(init), timeoutMs });
  }

  /** Runs a command of the machine's with a prefix: in the docker host's network, a LAN host, a container. */
  async run(prefix: CommandPrefix, argv: readonly string[], timeoutMs?: number): Promise<CommandResult> {
    const { shells } = this.parts;
    if (shells === null) return runCommand(argv, { prefix, timeoutMs });
    // The shell is in the docker host's network already.
    const entered = prefix === this.hostNetworkPrefix ? argv : [...prefix, ...argv];
    return { ...(await shells.machine.run(entered, timeoutMs)), command: commandLine(argv) };
  }

  /** Path of the engine's socket on the docker host. */
  get socketOnHost(): string {
    return this.parts.kind === 'host' ? this.engine.socket : '/run/docknet/docker.sock';
  }

  /** Returns the n-th LAN, n = 1 or 2. The first call for the second LAN makes it, with an uplink of its own. */
  async lan(n: 1 | 2): Promise<LanPlan> {
    if (n === 1) return this.parts.lans[0];
    this.secondLan ??= this.parts.addSecondLan();
    return this.secondLan;
  }

  /** Removes the second LAN, if there is one, so that the docker host has one uplink again. */
  async removeSecondLan(): Promise<void> {
    if (this.secondLan === null) return;
    const lan = await this.secondLan;
    this.secondLan = null;
    const hosts = [...this.lanHosts.keys()].filter((name) => name.startsWith(lanHostPrefix(lan)));
    for (const name of hosts) this.lanHosts.delete(name);
    await this.run(this.hostNetworkPrefix, ['ip', 'link', 'del', lan.uplink]);
    await this.runOnLan(['sh', '-c', removalCommands(lan, hosts).join('\n')]);
  }

  /** Returns the k-th host on a LAN. The first call makes it. */
  lanHost(lan: LanPlan, k: number): Promise<LanHost> {
    const name = lanHostName(lan, k);
    const existing = this.lanHosts.get(name);
    if (existing !== undefined) return existing;
    const made = this.makeLanHost(lan, k);
    this.lanHosts.set(name, made);
    return made;
  }

  /** Returns the prefix that enters a container: its network, files and host name. @param pid From the engine. */
  containerPrefix(pid: number): CommandPrefix {
    const ns = `${this.parts.processDirectory(pid)}/ns`;
    return ['nsenter', `--net=${ns}/net`, `--mount=${ns}/mnt`, `--uts=${ns}/uts`, '--'];
  }

  /** Returns the prefix that enters a container's network namespace only, with the machine's tools. */
  containerNetworkPrefix(pid: number): CommandPrefix {
    return ['nsenter', `--net=${this.containerNamespace(pid)}`, '--'];
  }

  /** Returns the path of a container's network namespace. */
  containerNamespace(pid: number): string {
    return `${this.parts.processDirectory(pid)}/ns/net`;
  }

  /** Returns the path of a container's sysfs, which shows the interfaces of its network namespace. */
  containerSys(pid: number): string {
    return `${this.parts.processDirectory(pid)}/root/sys`;
  }

  /**
   * Stops the lab's own engine and its containers, as a service manager does; with KILL the engine alone.
   *
   * @throws LabError for the machine's own.
   */
  async stopEngine(signal: 'TERM' | 'KILL' = 'TERM'): Promise<void> {
    if (this.daemon === null) throw new LabError('docknet does not stop the machine’s own engine');
    await this.daemon.stop(signal);
  }

  /** True if its engine is another than at its start: an upgrade, with other settings, or without its store. */
  get engineChanged(): boolean {
    return this.upgrade !== null || this.reconfigured || this.lostStore;
  }

  /** Says that the stopped engine's store was removed: it makes other networks when it starts. */
  noteLostStore(): void {
    this.lostStore = true;
  }

  /** Makes a newer engine the one to start next, with the same data and network. @throws LabError if there is none. */
  installUpgrade(version: string): void {
    const { newer } = this.parts;
    const upgrade = newer.find((engine) => engine.version === version);
    if (upgrade === undefined) {
      const versions = newer.map((engine) => engine.version).join(', ') || 'none';
      throw new LabError(`the lab ${this.name} has no engine ${version} to upgrade to, only ${versions}`);
    }
    this.upgrade = upgrade;
  }

  /**
   * Starts the lab's own engine on its existing data.
   *
   * @param settings Until the next start, beside the lab's own, which they override.
   * @throws EngineError if it does not come up, LabError for the machine's own engine.
   */
  async startEngine(settings: DaemonSettings = {}): Promise<void> {
    if (this.parts.launch === null) throw new LabError('docknet does not start the machine’s own engine');
    this.earlierLog = this.engineLog();
    this.reconfigured = Object.keys(settings).length > 0;
    this.daemon = await this.parts.launch(this.upgrade, settings);
  }

  /**
   * Has the lab's own engine read its daemon.json again, with further settings until its next start.
   * @throws EngineError if it does not, LabError for the machine's own engine.
   */
  async reloadEngine(settings: DaemonSettings): Promise<void> {
    const { daemon, engine } = this;
    if (daemon === null) throw new LabError('docknet does not reload the machine’s own engine');
    this.reconfigured = true;
    await awaitReload(engine, () => daemon.reload(settings), defaultTimeoutMs);
  }

  /** Saves a shell command that undoes a change to the machine. Call it before the change. */
  async rememberUndo(undo: string): Promise<void> {
    await this.parts.rememberUndo?.(undo);
  }

  /** Returns the engine's log so far; empty for the machine's own engine, whose log is the machine's. */
  engineLog(): string {
    return this.earlierLog + (this.daemon?.log() ?? '');
  }

  /** Removes the lab. May be called more than once. */
  close(): Promise<void> {
    this.closed ??= (async () => {
      await this.parts.init.end();
      await Promise.all([this.parts.shells?.lab.end(), this.parts.shells?.machine.end()]);
      await this.parts.cleanUp();
    })();
    return this.closed;
  }

  private async makeLanHost(lan: LanPlan, k: number): Promise<LanHost> {
    const name = lanHostName(lan, k);
    const result = await this.runOnLan(['sh', '-c', `set -e\n${lanHostCommands(lan, k).join('\n')}`]);
    if (result.status !== 0) throw new LabError(`the LAN host ${name} could not be made: ${result.stderr.trim()}`);
    return describeLanHost(this.parts.init, lan, k);
  }
}
