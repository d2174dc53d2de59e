import {
  UndoOnExit,
  listSnapshot,
  buildDeleteTableCommand,
  nfLogFile,
  Tracer,
  type RawTrace,
  type Listing,
  type PreFilter,
  type Snapshot,
  type TracedContainers,
} from '../netfilter/index.js';
import type { ObservedContainer } from '../engine/index.js';
import type { Journey } from '../journey/index.js';
import { busybox, registerRun, rememberUndo, type RunDirectory } from '../lab/index.js';
import { runCommand } from '../process/index.js';
import { LiveRules } from './live-rules.js';
import { hostNamespace } from './points.js';
import type { TracePoint } from './types.js';

/** Packets a second that are traced: beyond some hundred, nft's monitor loses messages on a busy machine. */
export const tracedPerSecond = 400;

/** What was kept of the rules: the kernel's trace, and `iptables-save -c` before and after. */
export interface KeptRules {
  readonly trace: RawTrace;
  readonly before: Listing;
  readonly after: Listing;
}

/** A container, and whether it shares the docker host's namespace. */
interface WatchedContainer {
  readonly container: ObservedContainer;
  readonly onHost: boolean;
}

/** Name of docknet's own table, in the family inet, for a trace. */
export const tableOf = (id: string): string => `docknet_trace_${id}`;

/**
 * Has the kernel tell which rules handle the packets of containers, on the machine itself. What is added to the machine's firewall,
 * one table, is there from `begin` to `end`; it goes with this process however that ends, and where its guard was killed too, by
 * docknet's next sweep.
 */
export class RuleWatch {
  /** How the firewall was listed last, by nft and by iptables. */
  private latest: { readonly ruleset: string; readonly snapshot: Snapshot } | null = null;
  private listing: Promise<void> | null = null;

  private constructor(
    private readonly tracer: Tracer,
    private readonly guard: UndoOnExit,
    private readonly entered: RunDirectory,
    private readonly before: Listing,
    private readonly live: LiveRules,
    private everything: boolean,
  ) {}

  /**
   * @param id Of the trace.
   * @param containers With whether each shares the docker host's namespace, in which case every packet of the host's is traced.
   * @param legacy Whether the machine's iptables is the legacy one.
   * @param narrowing What of the containers' packets need not be traced; null for nothing.
   * @throws FirewallError where the rules cannot be listed: iptables is missing.
   */
  static async begin(
    id: string,
    containers: readonly WatchedContainer[],
    legacy: boolean,
    narrowing: PreFilter | null,
  ): Promise<RuleWatch> {
    const before = await listSnapshot((argv) => runCommand(argv), 'ipv4');
    const table = tableOf(id);
    const loggedBy = legacy ? (await runCommand(['cat', nfLogFile])).stdout.trim() : '';
    const undo = [
      buildDeleteTableCommand(table),
      ...(legacy ? [`echo ${loggedBy === '' ? 'NONE' : loggedBy} > ${nfLogFile}`] : []),
    ];
    const entered = await registerRun(id);
    const guard = new UndoOnExit([], undo.join('\n'));
    const live = new LiveRules();
    const told = { by: null as RuleWatch | null };
    const tracer = new Tracer({
      prefix: [],
      busybox,
      table,
      legacy,
      onTrace: (text) => {
        live.hear(text);
        told.by?.heed(text);
      },
      onFlows: (text) => {
        live.hearOfFlows(text);
      },
    });
    const everything = containers.some(({ onHost }) => onHost);
    const watch = (told.by = new RuleWatch(tracer, guard, entered, before, live, everything));
    try {
      for (const command of undo) await rememberUndo(entered.path, command);
      await tracer.start({
        targets:
          everything && narrowing === null
            ? null
            : containers.map(scopeOf).reduce(both, { addresses: [], ports: [], onHost: false }),
        packetsPerSecond: tracedPerSecond,
        preFilter: narrowing,
      });
    } catch (cause) {
      await watch.undo();
      throw cause;
    }
    return watch;
  }

  /** Why packets are not traced, or not all; null while nothing is wrong. */
  get problem(): string | null {
    return this.tracer.current?.problems[0] ?? null;
  }

  /** Traces a container that came, or came again. @returns whether from now on every packet of the docker host's is traced, and was not before. */
  async takeIn(attended: WatchedContainer): Promise<boolean> {
    const widened = attended.onHost && !this.everything;
    if (!this.everything) await this.tracer.addContainers(scopeOf(attended));
    this.everything ||= widened;
    await this.list();
    return widened;
  }

  /** The journeys with their rules, as far as they can be told at once. */
  tell(journeys: readonly Journey[], points: readonly TracePoint[]): readonly Journey[] {
    const { current } = this.tracer;
    if (current === null || journeys.length === 0) return journeys;
    const kept = this.keptAs({ ...current, after: this.latest?.ruleset ?? current.before }, points);
    return this.live.tell(journeys, kept, this.before.snapshot, this.latest?.snapshot ?? this.before.snapshot);
  }

  /** Takes the table out. @returns what was kept; null where the rules can no longer be listed. */
  async end(points: readonly TracePoint[]): Promise<KeptRules | null> {
    try {
      const taken = await this.tracer.stop();
      const after = await listSnapshot((argv) => runCommand(argv), 'ipv4').catch(() => null);
      return after === null ? null : { trace: this.keptAs(taken, points), before: this.before, after };
    } finally {
      await this.undo();
    }
  }

  private async undo(): Promise<void> {
    await this.tracer.close();
    await this.guard.undoNow();
    await this.entered.remove();
  }

  /** Rules that are put in or taken out move others: the firewall is listed anew. */
  private heed(text: string): void {
    if (/^(?:add|insert|replace|delete) rule ip /m.test(text)) void this.list();
  }

  /** Lists the firewall again, for what is told while the trace lasts; where that fails, what was listed before goes on. */
  private list(): Promise<void> {
    this.listing ??= Promise.all([
      runCommand(['nft', '-a', 'list', 'ruleset']),
      listSnapshot((argv) => runCommand(argv), 'ipv4'),
    ])
      .then(
        ([{ stdout }, { snapshot }]) => {
          this.latest = { ruleset: stdout, snapshot };
        },
        () => undefined,
      )
      .finally(() => {
        this.listing = null;
      });
    return this.listing;
  }

  private keptAs(taken: Omit<RawTrace, 'place' | 'points'>, points: readonly TracePoint[]): RawTrace {
    const here = points
      .filter(({ point }) => point.namespace === hostNamespace)
      .map(({ point }) => ({ name: point.name, interface: point.interface }));
    return { place: 'host', points: here, ...taken };
  }
}

/** A container's IPv4 addresses, and the ports of the docker host at which it is published. */
function scopeOf({ container: { attachments, ports }, onHost }: WatchedContainer): TracedContainers {
  return {
    onHost,
    addresses: attachments.flatMap(({ address }) => (address === null || address === '' ? [] : [address])),
    ports: Object.entries(ports).flatMap(([port, published]) =>
      published.map((at) => `${port.slice(port.indexOf('/') + 1)} . ${at.slice(at.lastIndexOf(':') + 1)}`),
    ),
  };
}

const both = (one: TracedContainers, other: TracedContainers): TracedContainers => ({
  addresses: [...one.addresses, ...other.addresses],
  ports: [...one.ports, ...other.ports],
  onHost: one.onHost || other.onHost,
});
