import type { Daemon, DaemonSettings, EngineClient, EngineProgram } from '../engine/index.js';
import type { LabInit } from './anchor.js';
import { LabError } from './error.js';
import type { LabShell } from './lab-shell.js';
import { lanHostAddress, lanHostCommands, lanHostMac, lanHostName, removalCommands, type LanPlan } from './plan.js';
import type { NewerEngine } from './newer-engine.js';
import type { Sysctls } from './sysctl.js';
import { commandLine, type CommandPrefix, type CommandResult, runCommand } from '../process/index.js';

/** A host on a LAN behind the docker host. */
export interface LanHost {
  readonly address: string;
  readonly mac: string;
  readonly lan: LanPlan;
  readonly prefix: CommandPrefix;
  /** Path of its network namespace. */
  readonly namespace: string;
}

/** Into all of an anchor's namespaces. The inner setpriv ends the command when nsenter, which forks to enter a pid namespace, is ended. */
export function labPrefix(anchor: LabInit): CommandPrefix {
  return [
    'nsenter',
    '--target',
    String(anchor.pid),
    '--mount',
    '--net',
    '--uts',
    '--pid',
    '--',
    'setpriv',
    '--pdeathsig',
    'KILL',
    '--',
  ];
}

/** What a lab is made of; `privateLab` and `hostLab` fill it in. */
export interface LabParts {
  readonly name: string;
  readonly kind: 'private' | 'host';
  readonly init: LabInit;
  readonly engine: EngineClient;
  /** Starts the lab's own engine, or one it is upgraded to; null for the machine's own, which runs already. */
  readonly launch: ((upgrade: NewerEngine | null) => Promise<Daemon>) | null;
  readonly program: EngineProgram | null;
  readonly settings: DaemonSettings;
  /** Kernel settings it was made with. */
  readonly sysctls: Sysctls;
  /** Tables of iptables that it was made without. */
  readonly missingTables: readonly string[];
  /** Engines to which its own can be upgraded, oldest first. */
  readonly newer: readonly NewerEngine[];
  /** The LANs that stand from the beginning. */
  readonly lans: readonly [LanPlan];
  /** Makes the second LAN and the docker host's uplink to it. */
  readonly addSecondLan: () => Promise<LanPlan>;
  /** Into the docker host: its mounts, network and host name. */
  readonly hostPrefix: CommandPrefix;
  /** Path of the docker host's network namespace. */
  readonly hostNamespace: string;
  /** Shells in the lab's namespaces: in all of them, and with the machine's own files; null where commands are started one by one. */
  readonly shells: { readonly inside: LabShell; readonly beside: LabShell } | null;
  /** Path of a sysfs that shows the docker host's interfaces, as the machine can open it. */
  readonly hostSys: string;
  /** Path of the lab's own static busybox, as the machine can open it. */
  readonly busybox: string;
  /** Turns a process id of the engine's pid namespace into the directory of that process under /proc. */
  readonly processDirectory: (pid: number) => string;
  /** Remembers a shell command that undoes what is about to be done on the machine; null in a lab that vanishes by itself. */
  readonly rememberUndo: ((undo: string) => Promise<void>) | null;
  /** Undoes what was made outside the anchor's namespaces. */
  readonly cleanUp: () => Promise<void>;
}

/** A throw-away world: the docker host, its uplink, the LANs behind it, the outside hosts and an engine. */
export class Lab {
  private readonly lanHosts = new Map<string, Promise<LanHost>>();
  private secondLan: Promise<LanPlan> | null = null;
  private closed: Promise<void> | null = null;
  private earlierLog = '';
  private upgrade: NewerEngine | null = null;

  /** @param daemon The lab's own engine as started, null for the machine's own. */
  constructor(
    readonly parts: LabParts,
    private daemon: Daemon | null,
  ) {}

  get name(): string {
    return this.parts.name;
  }
  get engine(): EngineClient {
    return this.parts.engine;
  }

  /** Runs a command on the docker host. */
  runOnHost(argv: readonly string[], within?: number): Promise<CommandResult> {
    return (
      this.parts.shells?.inside.run(argv, within) ??
      runCommand(argv, { prefix: this.parts.hostPrefix, timeoutMs: within })
    );
  }

  /** Runs a command beside the docker host, where the namespaces of the LANs and the outside hosts have their names. */
  runOnLan(argv: readonly string[], within?: number): Promise<CommandResult> {
    return (
      this.parts.shells?.inside.run(argv, within) ??
      runCommand(argv, { prefix: labPrefix(this.parts.init), timeoutMs: within })
    );
  }

  /** Runs a command of the machine's at a place: the docker host's network, an outside host, a container. */
  run(entry: CommandPrefix, argv: readonly string[], within?: number): Promise<CommandResult> {
    return (
      this.parts.shells?.beside
        .run([...entry, ...argv], within)
        .then((result) => ({ ...result, command: commandLine(argv) })) ??
      runCommand(argv, { prefix: entry, timeoutMs: within })
    );
  }

  /** Into the docker host's network namespace only, with the machine's own tools. */
  get hostNetworkPrefix(): CommandPrefix {
    return ['nsenter', `--net=${this.parts.hostNamespace}`, '--'];
  }

  /** Path of the engine's socket as a program on the docker host opens it. */
  get socketOnHost(): string {
    return this.parts.kind === 'host' ? this.engine.socket : '/run/docknet/docker.sock';
  }

  /** The n-th LAN, n = 1 or 2. The second one, with an uplink of its own, is made when it is first asked for. */
  async lan(n: 1 | 2): Promise<LanPlan> {
    const [first] = this.parts.lans;
    if (n === 1) return first;
    this.secondLan ??= this.parts.addSecondLan();
    return this.secondLan;
  }

  /** Takes the second LAN away again, where there is one, so that the docker host is as it was: with one uplink. */
  async removeSecondLan(): Promise<void> {
    if (this.secondLan === null) return;
    const lan = await this.secondLan;
    this.secondLan = null;
    const hosts = [...this.lanHosts.keys()].filter((name) => name.startsWith(lanHostName(lan, '')));
    for (const name of hosts) this.lanHosts.delete(name);
    await this.run(this.hostNetworkPrefix, ['ip', 'link', 'del', lan.uplink]);
    await this.runOnLan(['sh', '-c', removalCommands(lan, hosts).join('\n')]);
  }

  /** The k-th outside host on a LAN, made when it is first asked for. */
  lanHost(lan: LanPlan, k: number): Promise<LanHost> {
    const name = lanHostName(lan, k);
    const known = this.lanHosts.get(name);
    if (known !== undefined) return known;
    const made = this.makeLanHost(lan, k);
    this.lanHosts.set(name, made);
    return made;
  }

  /** Into a container, given its process id as the engine knows it: its network, its files, its host name. */
  containerPrefix(pid: number): CommandPrefix {
    const ns = `${this.parts.processDirectory(pid)}/ns`;
    return ['nsenter', `--net=${ns}/net`, `--mount=${ns}/mnt`, `--uts=${ns}/uts`, '--'];
  }

  /** Into a container's network namespace only, with the machine's own tools. */
  containerNetworkPrefix(pid: number): CommandPrefix {
    return ['nsenter', `--net=${this.containerNamespace(pid)}`, '--'];
  }

  /** Path of a container's network namespace. */
  containerNamespace(pid: number): string {
    return `${this.parts.processDirectory(pid)}/ns/net`;
  }

  /** Path of a container's sysfs, which shows the interfaces of its network namespace. */
  containerSys(pid: number): string {
    return `${this.parts.processDirectory(pid)}/root/sys`;
  }

  /** Stops the lab's own engine, its containers with it, as a service manager would. @throws LabError on the machine's own engine. */
  async stopEngine(): Promise<void> {
    if (this.daemon === null) throw new LabError('the machine’s own engine is not stopped by docknet');
    await this.daemon.stop();
  }

  /** True once its engine is another than the one it was made with. */
  get upgraded(): boolean {
    return this.upgrade !== null;
  }

  /** Makes a newer engine the one that is started next, on the same data, in the same network. @throws LabError where there is none of that version. */
  installUpgrade(version: string): void {
    const newer = this.parts.newer.find((engine) => engine.version === version);
    if (newer === undefined)
      throw new LabError(
        `the lab ${this.name} has no engine ${version} to upgrade to, only ${this.parts.newer.map((engine) => engine.version).join(', ') || 'none'}`,
      );
    this.upgrade = newer;
  }

  /** Starts the lab's own engine again on the data it had. @throws EngineError where it does not come up, LabError on the machine's own engine. */
  async startEngine(): Promise<void> {
    if (this.parts.launch === null) throw new LabError('the machine’s own engine is not started by docknet');
    this.earlierLog = this.engineLog();
    this.daemon = await this.parts.launch(this.upgrade);
  }

  /** Remembers a shell command that undoes what is about to be done on the machine. To be called before it is done. */
  async rememberUndo(undo: string): Promise<void> {
    await this.parts.rememberUndo?.(undo);
  }

  /** The engine's log so far; empty for the machine's own engine, whose log is the machine's. */
  engineLog(): string {
    return this.earlierLog + (this.daemon?.log() ?? '');
  }

  /** Takes everything down. May be called more than once. */
  close(): Promise<void> {
    this.closed ??= (async () => {
      await this.parts.init.end();
      await Promise.all([this.parts.shells?.inside.end(), this.parts.shells?.beside.end()]);
      await this.parts.cleanUp();
    })();
    return this.closed;
  }

  private async makeLanHost(lan: LanPlan, k: number): Promise<LanHost> {
    const anchor = this.parts.init;
    const result = await this.runOnLan(['sh', '-c', `set -e\n${lanHostCommands(lan, k).join('\n')}`]);
    if (result.status !== 0)
      throw new LabError(`the outside host ${lanHostName(lan, k)} could not be made: ${result.stderr.trim()}`);
    const namespace = anchor.path(`/run/netns/${lanHostName(lan, k)}`);
    return {
      address: lanHostAddress(lan, k),
      mac: lanHostMac(lan, k),
      lan,
      namespace,
      prefix: ['nsenter', `--net=${namespace}`, '--'],
    };
  }
}
