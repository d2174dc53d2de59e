import { ShellSession, type CommandPrefix } from '../../process/index.js';
import { buildFlowPatterns } from '../conntrack.js';
import type { Nft } from '../nft/nft.js';
import {
  buildContainerElements,
  buildTraceTable,
  type TracedContainers,
  type TraceScope,
} from '../trace/trace-table.js';
import { buildDeleteTableCommand, legacyTablesFile, nfLogFile } from './clean-up.js';
import { Monitor } from './monitor.js';
import { Monitors } from './monitors.js';
import { notListed, RunningTrace, type TracerOutput } from './running-trace.js';
import { buildListFlowsCommand, conntrackEvents, markCutListing } from './sources.js';

export interface TracerOptions {
  /** Enters the network namespace to trace, with the machine's own tools. */
  readonly prefix: CommandPrefix;
  /** The namespace's nft. */
  readonly nft: Nft;
  /** Path of a busybox with ping. */
  readonly busybox: string;
  /** Name of docknet's own table. */
  readonly table: string;
  /** Whether iptables is the legacy one, whose trace goes through nfnetlink_log. */
  readonly legacy: boolean;
  /**
   * Whether to trace tables of legacy iptables beside another's; nfnetlink_log is set for the namespace then. Default:
   * if there are any when a trace starts.
   */
  readonly leftovers?: boolean;
  /** Gets the trace's text as it arrives. */
  readonly onTrace?: (text: string) => void;
  /** Gets conntrack's lines as flows are confirmed. */
  readonly onFlows?: (text: string) => void;
}

/** Characters kept of flows: some 25,000 flows. */
const mostFlowText = 4 << 20;
/** Separates the outputs of a script's parts. */
const separator = '-----docknet-----';
/** Whether iptables sees bridged packets (ip-sysctl, net.bridge); absent without the module br_netfilter. */
const bridgedFile = '/proc/sys/net/bridge/bridge-nf-call-iptables';
/** Prints the tables of legacy iptables in this network namespace, without a process. */
const printLegacyTables =
  `[ ! -r ${legacyTablesFile} ] || ` + `while read -r table; do echo "$table"; done < ${legacyTablesFile}`;
/** Prints 1 if bridged packets pass through iptables, without a process. */
const printBridged = `bridged=0; [ ! -r ${bridgedFile} ] || read -r bridged < ${bridgedFile}; echo "$bridged"`;

/**
 * Records which rules handle which packets in one network namespace (nftables `meta nftrace`). docknet's own table is
 * there between `start` and `stop`; the monitor runs longer, since starting it costs more. Never throws: the output's
 * `problems` name what could not be traced.
 */
export class Tracer {
  private readonly shell: ShellSession;
  private readonly monitors: Monitors;
  private readonly flows: Monitor;
  private running: RunningTrace | null = null;

  constructor(private readonly options: TracerOptions) {
    this.shell = new ShellSession(options.prefix);
    this.monitors = new Monitors(
      options.prefix,
      options.nft,
      (address) => this.shell.run(this.buildPing(address)),
      options.onTrace ?? (() => undefined),
    );
    this.flows = new Monitor(
      options.prefix,
      conntrackEvents((line) => this.isTraced(line)),
      options.onFlows ?? (() => undefined),
      mostFlowText,
    );
  }

  /** Adds the table and waits until the monitor reports packets. */
  async start(scope: Omit<TraceScope, 'viaNflog'>): Promise<void> {
    const { legacy, table, nft } = this.options;
    const running = new RunningTrace({ own: table, legacy }, scope.targets);
    this.running = running;
    this.flows.clear();
    try {
      running.viaNflog = legacy || (await this.hasLeftovers());
      await this.monitors.prepare(running.viaNflog);
      let error = await this.addTable(running, scope);
      if (error !== '' && (await nft.replace())) {
        await this.monitors.restartNft();
        error = await this.addTable(running, scope);
      }
      if (error !== '') running.problems.push(nft.problem ?? `nft could not start the trace: ${error}`);
      else if ((await this.monitors.waitForMarker()) === null)
        running.problems.push(this.monitors.describeFailure('reported nothing before the traffic'));
    } catch (cause) {
      running.problems.push(`the trace did not start: ${messageOf(cause)}`);
    }
  }

  /** Returns whether there are tables of legacy iptables beside those of the iptables in use. */
  private async hasLeftovers(): Promise<boolean> {
    return this.options.leftovers ?? (await this.shell.run(printLegacyTables)).trim() !== '';
  }

  /** Adds the table and lists the rules. Returns why nft could not; empty if it could. */
  private async addTable(running: RunningTrace, scope: Omit<TraceScope, 'viaNflog'>): Promise<string> {
    const { table, nft } = this.options;
    const { viaNflog } = running;
    const output = await this.runParts(
      viaNflog ? `echo nfnetlink_log > ${nfLogFile}\n${printBridged}` : printBridged,
      this.listLinks,
      this.listLeftovers(running),
      `${nft.script} -f - <<'END'\n${buildTraceTable(table, { ...scope, viaNflog })}END`,
      // Listed while the trace runs, here and at its end: the trace has all packets that rules count in between.
      `${this.listRules}\n${this.buildPing(this.monitors.nextMarker())}`,
    );
    running.bridged = output[0]?.trim() === '1';
    running.addLinks(output[1]);
    running.legacyBefore = output[2]?.trim() ? (output[2] ?? null) : null;
    running.before = output[4] ?? '';
    return firstLine(output[3]) || (running.before.includes(notListed) ? firstLine(running.before) : '');
  }

  /** Adds containers to a trace that was started for containers. */
  async addContainers(containers: TracedContainers): Promise<void> {
    const { running } = this;
    if (running === null || running.problems.length > 0) return;
    try {
      const elements = buildContainerElements(this.options.table, containers);
      const output = await this.runParts(this.listLinks, `${this.options.nft.script} -f - <<'END'\n${elements}END`);
      running.addLinks(output[0]);
      running.addContainers(containers);
      const error = firstLine(output[1]);
      if (error !== '') running.problems.push(`nft could not trace another container: ${error}`);
    } catch (cause) {
      running.problems.push(`another container could not be traced: ${messageOf(cause)}`);
    }
  }

  /** The trace in progress, without its text; null if none was started. */
  get current(): TracerOutput | null {
    return this.running === null ? null : this.running.toOutput('', this.running.before, null);
  }

  /** Deletes the table and returns the trace since `start`. */
  async stop(): Promise<TracerOutput> {
    const { table, legacy, nft } = this.options;
    const running = this.running ?? new RunningTrace({ own: table, legacy }, null);
    if (this.running === null) running.problems.push('the trace was not started');
    this.running = null;
    const { problems, networks } = running;
    try {
      const listFlows = buildListFlowsCommand(networks === null ? null : buildFlowPatterns(networks));
      // Lists the table's counters first, so that the monitor has reported all packets they count.
      const [rules = '', links = '', leftovers = '', listed = ''] = await this.runParts(
        this.listRules,
        this.listLinks,
        this.listLeftovers(running),
        `${listFlows}\n${this.buildPing(this.monitors.nextMarker())}`,
      );
      running.addLinks(links);
      // The engine may have been replaced by one with a newer nft meanwhile.
      const relist = rules.includes(notListed) && (await nft.replace());
      const after = relist ? await nft.list('-a', 'list', 'ruleset') : rules;
      const trace = problems.length > 0 ? null : await this.monitors.waitForMarker();
      await this.shell.run(buildDeleteTableCommand(nft, table));
      if (trace !== null && this.monitors.cut !== null) problems.push(this.monitors.cut);
      if (trace === null && problems.length === 0)
        problems.push(this.monitors.describeFailure('did not reach the end of the traffic'));
      const flows = this.collectFlows(markCutListing(listed));
      return running.toOutput(trace ?? this.monitors.text, after, flows, leftovers.trim() === '' ? null : leftovers);
    } catch (cause) {
      problems.push(`the trace did not stop: ${messageOf(cause)}`);
      const unread = '# conntrack’s table could not be read: the shell in the namespace ended\n';
      return running.toOutput(this.monitors.text, '', this.collectFlows(unread));
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.shell.close(), this.monitors.close(), this.flows.close()]);
  }

  /** Runs scripts one after another. Returns the output of each. */
  private async runParts(...scripts: readonly string[]): Promise<string[]> {
    return (await this.shell.run(scripts.join(`\necho ${separator}\n`))).split(`${separator}\n`);
  }

  /** Returns a command that sends a marker; the table drops it, so ping fails. */
  private buildPing(address: string): string {
    return `${this.options.busybox} ping -c 1 -W 1 ${address} >/dev/null 2>&1`;
  }

  /** Returns whether a line of conntrack's is about a traced flow. */
  private isTraced(line: string): boolean {
    const networks = this.running?.networks ?? null;
    return networks === null || buildFlowPatterns(networks).some((pattern) => line.includes(pattern));
  }

  /** Joins the flows confirmed since `start` and those listed at the end. */
  private collectFlows(listed: string): string {
    const lost = this.flows.overflowed
      ? '# more flows were confirmed than are kept'
      : /ENOBUFS/.test(this.flows.stderr)
        ? '# conntrack lost events'
        : '';
    return this.flows.text + listed + lost;
  }

  /** Lists interfaces with busybox, which starts three times as fast as ip(8). */
  private get listLinks(): string {
    return `${this.options.busybox} ip -oneline link`;
  }

  private get listRules(): string {
    return `${this.options.nft.script} -a list ruleset || echo '${notListed}'`;
  }

  /** Returns a command that lists legacy tables beside those of the iptables in use. */
  private listLeftovers({ viaNflog }: RunningTrace): string {
    return viaNflog && !this.options.legacy ? `iptables-legacy-save -c 2>/dev/null || echo '# not listed'` : ':';
  }
}

const firstLine = (text = ''): string => text.trim().split('\n')[0] ?? '';

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
