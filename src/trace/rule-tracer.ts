import {
  UndoOnExit,
  listSnapshot,
  buildDeleteTableCommand,
  nfLogFile,
  type Nft,
  Tracer,
  type RawTrace,
  type Listing,
  type PreFilter,
  type Snapshot,
  type TracedContainers,
} from '../netfilter/index.js';
import type { Journey } from '../journey/index.js';
import { busybox, createMachineNft, registerRun, rememberUndo, type RunDirectory } from '../lab/index.js';
import { runCommand } from '../process/index.js';
import type { RegisteredContainer } from './container-registry.js';
import { LiveRules } from './live-rules.js';
import { hostNamespace } from './points.js';
import type { TracePoint } from './types.js';

/** Packets a second that are traced at most: beyond some hundred, nft's monitor loses messages on a busy machine. */
export const tracedPerSecond = 400;

/** The kernel's trace, and `iptables-save -c` before and after. */
export interface KeptRules {
  readonly trace: RawTrace;
  readonly before: Listing;
  readonly after: Listing;
}

type WatchedContainer = Omit<RegisteredContainer, 'points'>;

/** Returns the name of docknet's own table for a trace, in the family inet. */
export const tableName = (id: string): string => `docknet_trace_${id}`;

/**
 * Records which rules handle the packets of containers on the machine itself, with one table in the machine's
 * firewall from `start` to `stop`. The table is removed if this process ends in any way; if the process that does so
 * is killed too, by docknet's next clean-up.
 */
export class RuleTracer {
  /** The latest listings, by nft and by iptables. */
  private latest: { readonly ruleset: string; readonly snapshot: Snapshot } | null = null;
  private listing: Promise<void> | null = null;

  private constructor(
    private readonly tracer: Tracer,
    private readonly nft: Nft,
    private readonly undoOnExit: UndoOnExit,
    private readonly directory: RunDirectory,
    private readonly before: Listing,
    private readonly live: LiveRules,
    private tracesAll: boolean,
  ) {}

  /**
   * Adds the table and starts the trace.
   *
   * @param id The trace's id.
   * @param containers If one shares the docker host's namespace, every packet of the host is traced.
   * @param legacy Whether the machine's iptables is the legacy one, or there are tables of it beside another.
   * @param preFilter Packets of the containers that need not be traced; null for none.
   * @throws FirewallError if the rules cannot be listed, for example without iptables.
   */
  static async start(
    id: string,
    containers: readonly WatchedContainer[],
    { legacy, leftovers }: { readonly legacy: boolean; readonly leftovers: boolean },
    preFilter: PreFilter | null,
  ): Promise<RuleTracer> {
    const before = await listSnapshot((argv) => runCommand(argv), 'ipv4');
    const table = tableName(id);
    const nft = createMachineNft();
    // Here, so that what undoes the trace uses a program that can.
    await nft.replace();
    const viaNflog = legacy || leftovers;
    const logger = viaNflog ? (await runCommand(['cat', nfLogFile])).stdout.trim() : '';
    const undo = [
      buildDeleteTableCommand(nft, table),
      ...(viaNflog ? [`echo ${logger === '' ? 'NONE' : logger} > ${nfLogFile}`] : []),
    ];
    const directory = await registerRun(id);
    const undoOnExit = new UndoOnExit([], undo.join('\n'));
    const live = new LiveRules();
    const started: { rules: RuleTracer | null } = { rules: null };
    const tracer = new Tracer({
      prefix: [],
      nft,
      busybox,
      table,
      legacy,
      leftovers,
      onTrace: (text) => {
        live.addTrace(text);
        started.rules?.listIfChanged(text);
      },
      onFlows: (text) => {
        live.addFlows(text);
      },
    });
    const tracesAll = containers.some(({ onHost }) => onHost);
    const rules = (started.rules = new RuleTracer(tracer, nft, undoOnExit, directory, before, live, tracesAll));
    try {
      for (const command of undo) await rememberUndo(directory.path, command);
      const scopes = containers.map(scopeOf);
      await tracer.start({
        targets:
          tracesAll && preFilter === null ? null : scopes.reduce(merge, { addresses: [], ports: [], onHost: false }),
        packetsPerSecond: tracedPerSecond,
        preFilter,
      });
    } catch (cause) {
      await rules.undo();
      throw cause;
    }
    return rules;
  }

  /** Why packets are not traced, or not all; null while nothing is wrong. */
  get problem(): string | null {
    return this.tracer.current?.problems[0] ?? null;
  }

  /** What is wrong with an nft that was replaced by another; empty if none was. */
  get warnings(): readonly string[] {
    return this.nft.warnings.filter((text) => text !== this.nft.problem);
  }

  /** Traces a new or restarted container. Returns true if from now on every packet of the docker host is traced. */
  async addContainer(container: WatchedContainer): Promise<boolean> {
    const widens = container.onHost && !this.tracesAll;
    if (!this.tracesAll) await this.tracer.addContainers(scopeOf(container));
    this.tracesAll ||= widens;
    await this.list();
    return widens;
  }

  /** Adds to journeys the rules that are known so far. */
  attribute(journeys: readonly Journey[], points: readonly TracePoint[]): readonly Journey[] {
    const { current } = this.tracer;
    if (current === null || journeys.length === 0) return journeys;
    const trace = withPoints({ ...current, after: this.latest?.ruleset ?? current.before }, points);
    return this.live.attribute(journeys, trace, this.before.snapshot, this.latest?.snapshot ?? this.before.snapshot);
  }

  /** Removes the table. Returns the trace; null if the rules can no longer be listed. */
  async stop(points: readonly TracePoint[]): Promise<KeptRules | null> {
    try {
      const trace = await this.tracer.stop();
      const after = await listSnapshot((argv) => runCommand(argv), 'ipv4').catch(() => null);
      return after === null ? null : { trace: withPoints(trace, points), before: this.before, after };
    } finally {
      await this.undo();
    }
  }

  private async undo(): Promise<void> {
    await this.tracer.close();
    await this.undoOnExit.undoNow();
    await this.directory.remove();
  }

  /** Lists the firewall again if it changed: other rules then have other positions. Its own table does not change. */
  private listIfChanged(trace: string): void {
    if (/^(?:add|insert|replace|delete) (?:rule|element) (?!ip6 |inet docknet_trace_)/m.test(trace)) void this.list();
  }

  /** Lists the firewall for journeys shown while the trace runs. If that fails, the earlier listing stays. */
  private list(): Promise<void> {
    this.listing ??= Promise.all([
      this.nft.list('-a', 'list', 'ruleset'),
      listSnapshot((argv) => runCommand(argv), 'ipv4'),
    ])
      .then(
        ([ruleset, { snapshot }]) => {
          this.latest = { ruleset, snapshot };
        },
        () => undefined,
      )
      .finally(() => {
        this.listing = null;
      });
    return this.listing;
  }
}

/** Adds the points of the docker host's namespace to a trace. */
function withPoints(trace: Omit<RawTrace, 'place' | 'points'>, points: readonly TracePoint[]): RawTrace {
  const onHost = points
    .filter(({ point }) => point.namespace === hostNamespace)
    .map(({ point }) => ({ name: point.name, interface: point.interface }));
  return { place: 'host', points: onHost, ...trace };
}

/** Returns a container's IPv4 addresses, and the ports of the docker host at which it is published. */
function scopeOf({ container: { attachments, ports }, onHost }: WatchedContainer): TracedContainers {
  return {
    onHost,
    addresses: attachments.flatMap(({ address }) => (address === null || address === '' ? [] : [address])),
    ports: Object.entries(ports).flatMap(([port, published]) =>
      published.map((at) => `${port.slice(port.indexOf('/') + 1)} . ${at.slice(at.lastIndexOf(':') + 1)}`),
    ),
  };
}

const merge = (one: TracedContainers, other: TracedContainers): TracedContainers => ({
  addresses: [...one.addresses, ...other.addresses],
  ports: [...one.ports, ...other.ports],
  onHost: one.onHost || other.onHost,
});
