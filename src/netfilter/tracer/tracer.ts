import { ShellSession, type CommandPrefix } from '../../process/index.js';
import { buildFlowPatterns } from '../conntrack.js';
import type { Nft } from '../nft/nft.js';
import {
  buildContainerElements,
  buildTraceTable,
  toMarkerAddress,
  type TracedContainers,
  type TraceScope,
} from '../trace/trace-table.js';
import { buildDeleteTableCommand, nfLogFile } from './clean-up.js';
import { Monitor } from './monitor.js';
import { RunningTrace, type TracerOutput } from './running-trace.js';
import { buildListFlowsCommand, conntrackEvents, markCutListing, nflogMonitor, nftMonitor } from './sources.js';

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
  /** Gets the trace's text as it arrives. */
  readonly onTrace?: (text: string) => void;
  /** Gets conntrack's lines as flows are confirmed. */
  readonly onFlows?: (text: string) => void;
}

/** Characters kept of a trace: some 15,000 packets. A check has some hundred thousand. */
const mostTraceText = 32 << 20;
/** Characters kept of flows: some 25,000 flows. */
const mostFlowText = 4 << 20;
/** Milliseconds until a marker is given up: a busy machine answers late. */
const markerTimeoutMs = 8_000;
/** Milliseconds until a marker is sent again: a monitor just started does not listen yet, an overrun one lost it. */
const markerRetryMs = 300;
/** Separates the outputs of a script's parts. */
const separator = '-----docknet-----';
/** A comment in place of a listing that nft did not complete. */
const notListed = '# nft did not list the rules';

/**
 * Records which rules handle which packets in one network namespace (nftables `meta nftrace`). docknet's own table is
 * there between `start` and `stop`; the monitor runs longer, since starting it costs more. Never throws: the output's
 * `problems` name what could not be traced.
 */
export class Tracer {
  private readonly shell: ShellSession;
  private monitor: Monitor;
  private readonly flows: Monitor;
  private running: RunningTrace | null = null;
  /** Number of markers sent. */
  private markers = 0;
  /** Whether the monitor has yet to report packets of an earlier trace. */
  private lagging = false;

  constructor(private readonly options: TracerOptions) {
    this.shell = new ShellSession(options.prefix);
    this.monitor = this.startMonitor();
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
    if (this.lagging || !this.monitor.running) await this.restartMonitor();
    this.lagging = false;
    this.monitor.clear();
    this.flows.clear();
    try {
      let error = await this.addTable(running, scope);
      if (error !== '' && (await nft.replace())) {
        await this.restartMonitor();
        error = await this.addTable(running, scope);
      }
      if (error !== '') running.problems.push(nft.problem ?? `nft could not start the trace: ${error}`);
      else if ((await this.waitForMarker()) === null)
        running.problems.push(`${this.sourceName} reported nothing before the traffic${this.describeExit()}`);
    } catch (cause) {
      running.problems.push(`the trace did not start: ${messageOf(cause)}`);
    }
  }

  /** Adds the table and lists the rules. Returns why nft could not; empty if it could. */
  private async addTable(running: RunningTrace, scope: Omit<TraceScope, 'viaNflog'>): Promise<string> {
    const { legacy, table, nft } = this.options;
    const bridged = 'cat /proc/sys/net/bridge/bridge-nf-call-iptables 2>/dev/null || echo 0';
    const output = await this.runParts(
      legacy ? `echo nfnetlink_log > ${nfLogFile}\n${bridged}` : bridged,
      'ip -oneline link',
      `${nft.script} -f - <<'END'\n${buildTraceTable(table, { ...scope, viaNflog: legacy })}END`,
      // Listed while the trace runs, here and at its end: the trace has all packets that rules count in between.
      `${this.listRules}\n${this.nextMarker()}`,
    );
    running.bridged = output[0]?.trim() === '1';
    running.addLinks(output[1]);
    running.before = output[3] ?? '';
    return firstLine(output[2]) || (running.before.includes(notListed) ? firstLine(running.before) : '');
  }

  /** Adds containers to a trace that was started for containers. */
  async addContainers(containers: TracedContainers): Promise<void> {
    const { running } = this;
    if (running === null || running.problems.length > 0) return;
    try {
      const elements = buildContainerElements(this.options.table, containers);
      const output = await this.runParts('ip -oneline link', `${this.options.nft.script} -f - <<'END'\n${elements}END`);
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
      const [rules = '', links = '', listed = ''] = await this.runParts(
        this.listRules,
        'ip -oneline link',
        `${listFlows}\n${this.nextMarker()}`,
      );
      running.addLinks(links);
      // The engine may have been replaced by one with a newer nft meanwhile.
      const relist = rules.includes(notListed) && (await nft.replace());
      const after = relist ? await nft.list('-a', 'list', 'ruleset') : rules;
      const sent = this.markers;
      const trace = problems.length > 0 ? null : await this.waitForMarker();
      await this.shell.run(buildDeleteTableCommand(nft, table));
      // Of several markers the later ones would be reported in the next trace.
      this.lagging = trace === null || this.markers > sent;
      if (trace !== null && this.monitor.overflowed)
        problems.push(`only the first ${mostTraceText >> 20} MB of the trace were kept`);
      if (trace === null && problems.length === 0)
        problems.push(`${this.sourceName} did not reach the end of the traffic${this.describeExit()}`);
      return running.toOutput(trace ?? this.monitor.text, after, this.collectFlows(markCutListing(listed)));
    } catch (cause) {
      problems.push(`the trace did not stop: ${messageOf(cause)}`);
      const unread = '# conntrack’s table could not be read: the shell in the namespace ended\n';
      return running.toOutput(this.monitor.text, '', this.collectFlows(unread));
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.shell.close(), this.monitor.close(), this.flows.close()]);
  }

  /** Runs scripts one after another. Returns the output of each. */
  private async runParts(...scripts: readonly string[]): Promise<string[]> {
    return (await this.shell.run(scripts.join(`\necho ${separator}\n`))).split(`${separator}\n`);
  }

  /**
   * Waits for the marker sent last, and sends others until one comes: a busy machine may report each later than the
   * next is sent. Returns the text before the first that comes; null if none does.
   */
  private async waitForMarker(): Promise<string | null> {
    const first = this.markers;
    for (let waitedMs = 0; waitedMs < markerTimeoutMs; waitedMs += markerRetryMs) {
      const sent = Array.from({ length: this.markers - first + 1 }, (_, n) => `daddr ${toMarkerAddress(first + n)} `);
      const text = await this.monitor.waitFor(sent, markerRetryMs);
      if (text !== null) return text;
      await this.shell.run(this.nextMarker());
    }
    return null;
  }

  /** Returns a command that sends the next marker; the table drops it, so ping fails. */
  private nextMarker(): string {
    this.markers += 1;
    return `${this.options.busybox} ping -c 1 -W 1 ${toMarkerAddress(this.markers)} >/dev/null 2>&1`;
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

  private get sourceName(): string {
    return this.options.legacy ? 'tcpdump at nflog:0, which reads the trace of legacy iptables,' : 'nft’s monitor';
  }

  private describeExit(): string {
    if (this.monitor.running) return '';
    const error = this.monitor.stderr.split('\n').at(-1) ?? '';
    return ` and has exited: ${error === '' ? 'is it installed?' : error}`;
  }

  private get listRules(): string {
    return `${this.options.nft.script} -a list ruleset || echo '${notListed}'`;
  }

  private async restartMonitor(): Promise<void> {
    await this.monitor.close();
    this.monitor = this.startMonitor();
  }

  private startMonitor(): Monitor {
    const { prefix, legacy, nft, onTrace = () => undefined } = this.options;
    return new Monitor(prefix, legacy ? nflogMonitor : nftMonitor(nft), onTrace, mostTraceText);
  }
}

const firstLine = (text = ''): string => text.trim().split('\n')[0] ?? '';

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
