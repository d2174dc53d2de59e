import { readlink } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { EngineStartError, type EngineNetwork } from '../../engine/index.js';
import { invertCommand } from '../../netfilter/index.js';
import { unwrapIptables, sysctlFile, hideMatch } from '../../lab/index.js';
import { runCommand } from '../../process/index.js';
import { hostOf, type Host, type Network, type RuleByEngine } from '../places.js';
import type { PointAssertions } from '../words/point.js';
import type { RuleAssertions } from '../words/rule.js';
import type { HostTopology, Topology } from '../topology.js';
import { busyboxAt } from './busybox.js';
import { LiveEndpoint, lastLine } from './endpoint.js';
import { parseListeners } from './container.js';
import { parseLinks, type Link } from '../../lab/links.js';
import { logStep, type CheckContext } from './context.js';

/** The docker host, to act with. */
export class LiveHost extends LiveEndpoint implements Host {
  readonly key = 'host';
  private readonly seen: Host;

  constructor(
    private readonly stage: CheckContext,
    scene: HostTopology,
    engine: Topology['engine'],
  ) {
    super(busyboxAt(stage, 'host', stage.lab.hostNetworkPrefix));
    this.seen = hostOf({ host: scene, engine, places: {}, points: [] });
  }

  get address(): string {
    return this.seen.address;
  }
  get secondaryAddress(): string {
    return this.seen.secondaryAddress;
  }
  get uplink(): PointAssertions {
    return this.seen.uplink;
  }
  get lo(): PointAssertions {
    return this.seen.lo;
  }
  get secondUplink(): PointAssertions {
    return this.seen.secondUplink;
  }
  get secondUplinkAddress(): string {
    return this.seen.secondUplinkAddress;
  }
  get docker0(): Network {
    return this.seen.docker0;
  }
  rule(table: string, text: string): RuleAssertions {
    return this.seen.rule(table, text);
  }
  ruleByEngine(engines: RuleByEngine): RuleAssertions {
    return this.seen.ruleByEngine(engines);
  }

  /**
   * Runs an iptables command as an administrator would. What it adds is removed again after the check.
   *
   * @throws where iptables refuses it: the check is wrong then, not the engine.
   */
  async iptables(command: string): Promise<void> {
    const adds = /(^|\s)(-I|-A|--insert|--append)\s/.test(command);
    if (adds) await this.stage.lab.rememberUndo(`iptables ${invertCommand(command)}`);
    const result = logStep(this.stage, 'host', {
      ...(await this.stage.lab.runOnHost(['sh', '-c', `exec iptables ${command}`])),
      command: `iptables ${command}`,
    });
    if (result.status !== 0)
      throw new Error(`"iptables ${command}" failed on the docker host: ${result.stderr.trim()}`);
    if (adds)
      this.stage.undo.push(() => this.stage.lab.runOnHost(['sh', '-c', `exec iptables ${invertCommand(command)}`]));
  }

  /**
   * Runs an administrator's shell script on the docker host. The firewall is put back as it was after the check; a check that uses
   * this says why it does not run on the machine's own engine.
   */
  async script(text: string): Promise<void> {
    const before = await this.stage.lab.runOnHost(['iptables-save']);
    this.stage.undo.push(() => this.stage.lab.runOnHost(['sh', '-c', `iptables-restore <<'END'\n${before.stdout}END`]));
    logStep(this.stage, 'host', { ...(await this.stage.lab.runOnHost(['sh', '-c', text])), command: text });
  }

  /** Gives it a default route by an outside host, which it has none of otherwise. Not for a check that runs on the machine's own engine. */
  async defaultRoute(via: { readonly address: string }): Promise<void> {
    await this.here.run([...this.here.program, 'ip', 'route', 'add', 'default', 'via', via.address]);
    this.stage.undo.push(() => this.here.run([...this.here.program, 'ip', 'route', 'del', 'default']));
  }

  /** Runs a shell command on the docker host. */
  async sh(command: string): Promise<string> {
    return logStep(this.stage, 'host', await this.stage.lab.runOnHost(['sh', '-c', command])).stdout;
  }

  /** A kernel setting of its network's: `sysctl('net.ipv4.ip_forward')`. Read from /proc: a root file system with an engine need not have sysctl(8). */
  async sysctl(name: string): Promise<string> {
    return (await this.sh(`cat ${sysctlFile(name)}`)).trim();
  }

  /** Sets a kernel setting of its network's. @throws where the kernel has none of that name, or refuses the value. */
  async setSysctl(name: string, value: string): Promise<void> {
    const result = logStep(
      this.stage,
      'host',
      await this.stage.lab.runOnHost(['sh', '-c', `echo ${value} > ${sysctlFile(name)}`]),
    );
    if (result.status !== 0)
      throw new Error(`${name} could not be set to ${value} on the docker host: ${result.stderr.trim()}`);
  }

  /** Writes a file of the docker host's; what it said before is put back after the check. @throws on the machine's own engine. */
  async write(path: string, text: string): Promise<void> {
    const { lab, undo } = this.stage;
    if (lab.parts.kind === 'host') throw new Error(`${path} of this machine is not written by docknet`);
    const put = (content: string) =>
      runCommand(['sh', '-c', `cat > ${path}`], { prefix: lab.parts.hostPrefix, input: content });
    const before = (await lab.runOnHost(['cat', path])).stdout;
    undo.push(() => put(before));
    const result = logStep(this.stage, 'host', { ...(await put(text)), command: `cat > ${path} <<end\n${text}end` });
    if (result.status !== 0)
      throw new Error(`${path} could not be written on the docker host: ${result.stderr.trim()}`);
  }

  /** Stops the engine and starts it again, as a service manager would; containers that are to restart do. */
  async restartEngine(): Promise<void> {
    await this.stopEngine();
    await this.startEngine();
  }

  /** Stops the engine. Not for a check that runs on the machine's own. */
  async stopEngine(): Promise<void> {
    await this.timed('systemctl stop docker', () => this.stage.lab.stopEngine());
  }

  /** Starts the engine again. */
  async startEngine(): Promise<void> {
    await this.timed('systemctl start docker', () => this.stage.lab.startEngine());
  }

  /**
   * Starts the engine again where it may refuse. One that is killed, or does not come up in its time, has not refused: that is thrown.
   *
   * @returns what it says then, with the end of its log; empty where it comes up.
   */
  async tryStartEngine(): Promise<string> {
    const started = performance.now();
    const said = await this.stage.lab.startEngine().then(
      () => '',
      (cause: unknown) => {
        if (cause instanceof EngineStartError) return cause.message;
        throw cause;
      },
    );
    logStep(this.stage, 'host', {
      command: 'systemctl start docker',
      stdout: '',
      stderr: said,
      status: said === '' ? 0 : 1,
      milliseconds: Math.round(performance.now() - started),
    });
    return said;
  }

  /**
   * Lets iptables find no such match on the docker host, as on a kernel that was built without it.
   *
   * @returns gives it back; the check's end does so as well.
   * @throws where that cannot be done, and on the machine's own engine.
   */
  async hideMatch(match: string): Promise<() => Promise<void>> {
    const { lab, undo } = this.stage;
    if (lab.parts.kind === 'host') throw new Error('the iptables of this machine is left as it is by docknet');
    const { status, stderr } = await lab.runOnHost(['sh', '-c', ['set -e', ...hideMatch(match)].join('\n')]);
    if (status !== 0) throw new Error(`the match ${match} could not be taken from the docker host: ${stderr.trim()}`);
    let lost = true;
    const regain = async () => {
      if (lost) await lab.runOnHost(['sh', '-c', unwrapIptables]);
      lost = false;
    };
    undo.push(regain);
    return regain;
  }

  /** Stops the engine and starts a newer one in its place, on the same data, as a package's upgrade does; containers that are to restart do. */
  async upgradeEngine(version: string): Promise<void> {
    await this.stopEngine();
    this.stage.lab.installUpgrade(version);
    await this.timed(`apt-get install docker.io=${version} && systemctl start docker`, () =>
      this.stage.lab.startEngine(),
    );
    const { version: running } = await this.stage.lab.engine.describe();
    if (running !== version) throw new Error(`the engine was upgraded to ${version}, and ${running} answers`);
  }

  /** The networks the engine lists. */
  async networks(): Promise<EngineNetwork[]> {
    const started = performance.now();
    const networks = await this.stage.lab.engine.networks();
    const output = networks.map((n) => `${n.id.slice(0, 12)} ${n.name} ${n.driver}`).join('\n');
    this.stage.steps.push({
      phase: this.stage.phase,
      place: 'host',
      command: 'docker network ls',
      output,
      status: 0,
      milliseconds: Math.round(performance.now() - started),
    });
    return networks;
  }

  /** Identity of its network namespace. */
  async netns(): Promise<string> {
    return readlink(this.stage.lab.parts.hostNamespace);
  }

  /** Its links. */
  async links(): Promise<Link[]> {
    return parseLinks(
      logStep(
        this.stage,
        'host',
        await this.stage.lab.run(this.stage.lab.hostNetworkPrefix, ['ip', '-json', '-details', 'link']),
      ).stdout,
    );
  }

  /**
   * The state of one of its links, once it is the awaited one or an answer's time has passed, with the state it has then: the kernel tells of a
   * carrier's coming and going up to a second late (linkwatch_schedule_work in net/core/link_watch.c), and later on a busy machine. null where there is no such link.
   */
  async linkState(name: string, awaited: 'UP' | 'DOWN'): Promise<string | null> {
    const deadline = performance.now() + this.here.timeoutMs;
    for (;;) {
      const result = await this.stage.lab.run(this.stage.lab.hostNetworkPrefix, [
        'ip',
        '-json',
        '-details',
        'link',
        'show',
        'dev',
        name,
      ]);
      const state = parseLinks(result.stdout)[0]?.state ?? null;
      if (state === awaited || performance.now() > deadline) {
        logStep(this.stage, 'host', result);
        return state;
      }
      // Asked again rather than told: a monitor says nothing of what changed before it listened.
      await setTimeout(50);
    }
  }

  /** What the system says to a program that wants to listen on a TCP port of every address, "bind: Address already in use"; empty where it may. */
  async tryBind(port: number): Promise<string> {
    // It says so at once; a port that can be had is held until the program is ended.
    return lastLine(
      (await this.here.run([...this.here.program, 'nc', '-l', '-p', String(port)], this.here.timeoutMs)).stderr,
    );
  }

  /** Sockets that listen on it: "tcp 0.0.0.0:8080". */
  async listeners(): Promise<string[]> {
    return parseListeners(
      logStep(this.stage, 'host', await this.stage.lab.run(this.stage.lab.hostNetworkPrefix, ['ss', '-Hlntu'])).stdout,
    );
  }

  private async timed(command: string, action: () => Promise<void>): Promise<void> {
    const started = performance.now();
    await action();
    logStep(this.stage, 'host', {
      command,
      stdout: '',
      stderr: '',
      status: 0,
      milliseconds: Math.round(performance.now() - started),
    });
  }
}
