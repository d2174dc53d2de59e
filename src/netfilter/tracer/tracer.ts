import { buildFlowPatterns } from '../conntrack.js';
import type { RawTrace } from '../trace/trace-file.js';
import {
  toMarkerAddress,
  buildContainerElements,
  buildTraceTable,
  type TracedContainers,
  type TraceScope,
} from '../trace/trace-table.js';
import { buildDeleteTableCommand, nfLogFile } from './clean-up.js';
import { flowEvents, listFlows, nflogMonitor, wholeListing } from './sources.js';
import { Monitor, nftMonitor } from './monitor.js';
import { ShellSession, type CommandPrefix } from '../../process/index.js';

/** Where a tracer works. */
export interface TracerOptions {
  /** Into the network namespace, with the machine's own tools. */
  readonly prefix: CommandPrefix;
  /** Path of a busybox with ping. */
  readonly busybox: string;
  /** Name for docknet's own table. */
  readonly table: string;
  /** Whether iptables is the legacy one there, whose trace comes through nfnetlink_log. */
  readonly legacy: boolean;
  /** Is told what the kernel tells, as it comes, in the words of the trace's text. */
  readonly onTrace?: (text: string) => void;
  /** Is told of flows as conntrack confirms them, in conntrack's words. */
  readonly onFlows?: (text: string) => void;
}

/** What a trace holds besides where it was taken. */
export type TracerOutput = Pick<
  RawTrace,
  'own' | 'legacy' | 'bridged' | 'interfaces' | 'networks' | 'problems' | 'before' | 'trace' | 'after' | 'conntrack'
>;

/** Characters of a trace that are kept: some 15,000 packets. A check's are some hundred thousand. */
const keptAtMost = 32 << 20;
/** Characters of flows that are kept, some 25,000. */
const flowsKeptAtMost = 4 << 20;
/** Milliseconds that a marker may take to come back from the kernel: a guard, for a busy machine answers late. */
const patience = 8_000;
/** Milliseconds after which a marker is sent again: a monitor that has just been started does not listen yet, one that was overrun lost it. */
const again = 300;

/**
 * Has the kernel tell which rules handle which packets in one network namespace. Only docknet's own table is added, for the time
 * between `begin` and `end`; the monitor stays in between, for starting it costs more than keeping it. Neither throws: what cannot
 * be traced is said in the trace's `problems`, and the traffic goes on.
 */
export class Tracer {
  private readonly shell: ShellSession;
  private monitor: Monitor;
  private readonly flows: Monitor;
  private markers = 0;
  /** True where the monitor still has to tell of an earlier trace. */
  private behind = false;
  private taking: {
    readonly problems: string[];
    networks: readonly string[] | null;
    before: string;
    bridged: boolean;
    links: string;
  } | null = null;

  constructor(private readonly place: TracerOptions) {
    this.shell = new ShellSession(place.prefix);
    this.monitor = this.monitored();
    this.flows = new Monitor(
      place.prefix,
      flowEvents((line) => this.concerns(line)),
      place.onFlows ?? (() => undefined),
      flowsKeptAtMost,
    );
  }

  /** Puts the table in and waits until the monitor tells of packets. */
  async start(scope: Omit<TraceScope, 'viaNflog'>): Promise<void> {
    const taking = {
      problems: [] as string[],
      networks: namesOf(scope.targets),
      before: '',
      bridged: false,
      links: '',
    };
    this.taking = taking;
    if (this.behind) await this.monitor.close();
    if (!this.monitor.running) this.monitor = this.monitored();
    this.behind = false;
    this.monitor.clear();
    this.flows.clear();
    try {
      const said = await this.shell.run(
        [
          ...(this.place.legacy ? [`echo nfnetlink_log > ${nfLogFile}`] : []),
          'cat /proc/sys/net/bridge/bridge-nf-call-iptables 2>/dev/null || echo 0',
          `echo ${cut}`,
          'ip -oneline link',
          `echo ${cut}`,
          `nft -f - <<'END'\n${buildTraceTable(this.place.table, { ...scope, viaNflog: this.place.legacy })}END`,
          `echo ${cut}`,
          // Listed after tracing has begun and before it ends: what rules counted in between is all in the trace.
          'nft -a list ruleset',
          this.marker(),
        ].join('\n'),
      );
      const [bridged = '', links = '', complaint = '', before = ''] = said.split(`${cut}\n`);
      Object.assign(taking, { before, links, bridged: bridged.trim() === '1' });
      if (complaint.trim() !== '')
        taking.problems.push(`nft could not turn the trace on: ${complaint.trim().split('\n')[0] ?? ''}`);
      else if ((await this.heard()) === null)
        taking.problems.push(`${this.source} told of nothing before the traffic${this.complaint()}`);
    } catch (cause) {
      taking.problems.push(
        `the trace could not be turned on: ${cause instanceof Error ? cause.message : String(cause)}`,
      );
    }
  }

  /** Traces the packets of further containers too, in a trace that was begun for containers. */
  async addContainers(containers: TracedContainers): Promise<void> {
    const { taking } = this;
    if (taking === null || taking.problems.length > 0) return;
    try {
      const said = await this.shell.run(
        `ip -oneline link\necho ${cut}\nnft -f - <<'END'\n${buildContainerElements(this.place.table, containers)}END`,
      );
      const [links = '', complaint = ''] = said.split(`${cut}\n`);
      taking.links += links;
      taking.networks = [...(taking.networks ?? []), ...(namesOf(containers) ?? [])];
      if (complaint.trim() !== '')
        taking.problems.push(`nft could not trace a further container: ${complaint.trim().split('\n')[0] ?? ''}`);
    } catch (cause) {
      taking.problems.push(
        `a further container could not be traced: ${cause instanceof Error ? cause.message : String(cause)}`,
      );
    }
  }

  /** What is known of the trace while it lasts, without what was told; null where none was begun. */
  get current(): TracerOutput | null {
    if (this.taking === null) return null;
    const { problems, networks, before, bridged, links } = this.taking;
    return {
      own: this.place.table,
      legacy: this.place.legacy,
      bridged,
      interfaces: named(links),
      networks,
      problems,
      before,
      trace: '',
      after: before,
      conntrack: null,
    };
  }

  /** Takes the table out and gives what was traced since `begin`. */
  async stop(): Promise<TracerOutput> {
    const { problems, networks, before, bridged, links } = this.taking ?? {
      problems: ['the trace was not begun'],
      networks: null,
      before: '',
      bridged: false,
      links: '',
    };
    const kept = (trace: string, after: string, linksAfter = '', listed = ''): TracerOutput => ({
      own: this.place.table,
      legacy: this.place.legacy,
      bridged,
      interfaces: named(links + linksAfter),
      networks,
      problems,
      before,
      trace,
      after,
      conntrack: this.toldOfFlows(listed),
    });
    this.taking = null;
    try {
      // The table's own counters are read first, so that all they count was told of by then.
      const said = await this.shell.run(
        [
          'nft -a list ruleset',
          `echo ${cut}`,
          'ip -oneline link',
          `echo ${cut}`,
          listFlows(networks === null ? null : buildFlowPatterns(networks)),
          this.marker(),
        ].join('\n'),
      );
      const [after = '', linksAfter = '', listed = ''] = said.split(`${cut}\n`);
      const sent = this.markers;
      const trace = problems.length > 0 ? null : await this.heard();
      await this.shell.run(buildDeleteTableCommand(this.place.table));
      // Of several markers the later ones would be told of in the next trace.
      this.behind = trace === null || this.markers > sent;
      if (trace !== null && this.monitor.overflowed)
        problems.push(`only the first ${keptAtMost >> 20} MB of the trace were kept`);
      if (trace === null && problems.length === 0)
        problems.push(`${this.source} did not come to the end of the traffic${this.complaint()}`);
      return kept(trace ?? this.monitor.text, after, linksAfter, wholeListing(listed));
    } catch (cause) {
      problems.push(`the trace could not be ended: ${cause instanceof Error ? cause.message : String(cause)}`);
      return kept(
        this.monitor.text,
        '',
        '',
        '# conntrack’s table could not be read: the shell in the namespace ended\n',
      );
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.shell.close(), this.monitor.close(), this.flows.close()]);
  }

  /**
   * Waits for the marker that was sent last, and sends another where it does not come; any of them will do, for a busy machine may
   * tell of each later than the next is sent. @returns what was told before the first that came, or null.
   */
  private async heard(): Promise<string | null> {
    const first = this.markers;
    for (let waited = 0; waited < patience; waited += again) {
      const sent = Array.from({ length: this.markers - first + 1 }, (_, n) => `daddr ${toMarkerAddress(first + n)} `);
      const told = await this.monitor.until(sent, again);
      if (told !== null) return told;
      await this.shell.run(this.marker());
    }
    return null;
  }

  /** Whether a line of conntrack's is about a flow that is traced. */
  private concerns(line: string): boolean {
    const networks = this.taking?.networks ?? null;
    return networks === null || buildFlowPatterns(networks).some((pattern) => line.includes(pattern));
  }

  /** The flows that conntrack confirmed since `begin`, and those it listed at the end. */
  private toldOfFlows(listed: string): string {
    const lost = this.flows.overflowed
      ? ['# more flows were confirmed than are kept']
      : /ENOBUFS/.test(this.flows.complaints)
        ? ['# conntrack lost events']
        : [];
    return [this.flows.text, listed, ...lost].join('');
  }

  private get source(): string {
    return this.place.legacy ? 'tcpdump at nflog:0, by which the trace of legacy iptables is read,' : 'nft’s monitor';
  }

  private complaint(): string {
    const said = this.monitor.complaints.split('\n').at(-1) ?? '';
    return this.monitor.running ? '' : ` and has ended: ${said === '' ? 'it may not be installed' : said}`;
  }

  private monitored(): Monitor {
    return new Monitor(
      this.place.prefix,
      this.place.legacy ? nflogMonitor : nftMonitor,
      this.place.onTrace ?? (() => undefined),
      keptAtMost,
    );
  }

  /** A command that sends the next marker; it is dropped on its way out, and ping says so. */
  private marker(): string {
    this.markers += 1;
    return `${this.place.busybox} ping -c 1 -W 1 ${toMarkerAddress(this.markers)} >/dev/null 2>&1`;
  }
}

const cut = '-----docknet-----';

/** Networks, or the addresses of containers, that a trace is of. */
function namesOf(of: TraceScope['targets']): readonly string[] | null {
  if (of === null || !('addresses' in of)) return of;
  return of.onHost ? [...of.addresses, everywhere] : of.addresses;
}

/** Every address of IPv4. */
const everywhere = '0.0.0.0/0';

/** Interfaces by index, as `ip -oneline link` lists them: `14: br-app: <…>`, `9: veth1@if8: <…>`. */
function named(links: string): Record<string, string> {
  return Object.fromEntries(
    [...links.matchAll(/^(\d+): ([^:@\s]+)/gm)].map(([, index = '', name = '']) => [index, name]),
  );
}
