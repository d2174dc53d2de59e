import type { ActiveRecording } from '../capture/index.js';
import type { ContainerEvent, EngineClient } from '../engine/index.js';
import { ContainerRegistry, type Inspection, type RegisteredContainer } from './container-registry.js';
import { EventFollower } from './event-follower.js';
import { JourneyFilter } from './journey-filter.js';
import type { LiveView } from './live-view.js';
import { readMachine, type Machine } from './machine.js';
import type { Notices } from './notices.js';
import { bridgeLabel } from './points.js';
import type { RuleTracer } from './rule-tracer.js';
import type { Targets } from './targets.js';
import type { TracePoint } from './types.js';

/** Where Docker's embedded resolver answers in every container (moby, libnetwork/resolver.go). */
const resolver = '127.0.0.11';
/** Containers inspected at once when a trace begins: each takes a process in its namespace. */
const maxInspections = 16;

/** Finds the points of a trace's containers, and records at those of later containers. */
export class PointDiscovery {
  readonly points: TracePoint[] = [];
  /** Names of addresses; grows with every container. */
  readonly names = new Map<string, string>();
  readonly filter: JourneyFilter;
  /** Follows the engine's events, which wait until `attach`. */
  readonly events: EventFollower;
  /** Every inspection that found a container, in order. */
  readonly registered: RegisteredContainer[] = [];
  /** Set if rules are recorded. */
  rules: RuleTracer | null = null;
  readonly #registry: ContainerRegistry;
  #recording: ActiveRecording | null = null;
  #view: LiveView | null = null;
  /** True while the points found at the start are all, and all are there. */
  #isUnchanged = true;

  constructor(
    engine: EngineClient,
    targets: Targets,
    private readonly machine: Machine,
    private readonly notices: Notices,
  ) {
    this.#registry = new ContainerRegistry(engine, targets);
    this.events = new EventFollower(engine, this.#registry, notices, (name, event) => this.#update(name, event));
    this.filter = new JourneyFilter(new Set(machine.addresses.keys()));
    const bridges = new Map([...targets.bridges].map(([network, bridge]) => [bridge, bridgeLabel(network, bridge)]));
    this.names.set(resolver, 'docker-resolver');
    for (const [address, name] of machine.addresses) this.names.set(address, bridges.get(name) ?? name);
    for (const { name, addresses } of targets.listed) for (const address of addresses) this.names.set(address, name);
  }

  /** Names of the traced containers. */
  get containers(): readonly string[] {
    return this.#registry.names;
  }

  /**
   * Inspects every container once.
   *
   * @returns the points that exist without a container, and those that come with one.
   * @throws TraceError if a container's namespace cannot be entered.
   */
  async findInitialPoints(): Promise<{ readonly shared: readonly TracePoint[]; readonly own: readonly TracePoint[] }> {
    const points = [...this.#registry.findBridges(this.machine)];
    const { containers } = this;
    for (let from = 0; from < containers.length; from += maxInspections) {
      const names = containers.slice(from, from + maxInspections);
      // Registered one after the other, so that their points get the same names every time.
      for (const inspection of await Promise.all(names.map((name) => this.#registry.inspect(name)))) {
        if (inspection === null) continue;
        const { name, running } = inspection.container;
        if (!running) this.notices.add(`Container ${name} is not running; it is traced as soon as it starts.`);
        points.push(...(await this.#register(inspection)).points);
      }
    }
    if (this.machine.uplinks.length === 0 && points.length > 0)
      this.notices.add('This machine has no default route, so no uplink is recorded.');
    return {
      shared: points.filter(({ container }) => container === null),
      own: points.filter(({ container }) => container !== null),
    };
  }

  /** Takes over a running recording at some points, and adds others. From now on new points are recorded. */
  async attach(
    recording: ActiveRecording,
    view: LiveView,
    points: { readonly recorded: readonly TracePoint[]; readonly further: readonly TracePoint[] },
  ): Promise<void> {
    this.#recording = recording;
    this.#view = view;
    this.#addPoints(points.recorded);
    for (const { point, reason } of recording.unproven) this.#reportUnproven(point, reason);
    await this.#record(points.further);
    this.events.start();
  }

  /** Removes a point that can no longer be read. */
  removePoint(point: string, reason: string): void {
    this.#isUnchanged = false;
    this.notices.addLostPoint(point, reason);
  }

  /** Creates a filter of the same containers, without flows learnt from journeys. */
  createFilter(): JourneyFilter {
    const filter = new JourneyFilter(new Set(this.machine.addresses.keys()));
    for (const { container, onHost } of this.registered) filter.addContainer(container, onHost);
    for (const point of this.points) filter.addPoint(point);
    return filter;
  }

  /** Returns `TraceResult.localPoints`. */
  findLocalPoints(): Map<string, ReadonlySet<string>> {
    if (!this.#isUnchanged) return new Map();
    const onHost = new Set(this.points.filter(({ container }) => container === null).map(({ point }) => point.name));
    const localPoints = new Map<string, ReadonlySet<string>>(
      [...this.machine.addresses.keys()].map((address) => [address, onHost]),
    );
    for (const { container: owner } of this.registered) {
      const own = this.points.filter(({ container, point }) => container === owner.name && point.interface !== 'lo');
      if (own.length === 0) continue;
      const names = new Set(own.map(({ point }) => point.name));
      for (const { address } of owner.attachments) if (address !== null) localPoints.set(address, names);
    }
    return localPoints;
  }

  async #update(nameOrId: string, event: ContainerEvent | null): Promise<void> {
    try {
      const [inspection, machine] = await Promise.all([this.#registry.inspect(nameOrId), readMachine()]);
      if (inspection === null) return;
      const { container, points } = await this.#register(inspection, machine);
      if (points.length === 0) return;
      this.#isUnchanged = false;
      const added = await this.#record(points);
      if (added.length > 0)
        this.notices.add(
          `Container ${container.name} is recorded at ${added.join(', ')}${describeDelay(event)}. ` +
            'Earlier frames are at the points that were recorded before.',
        );
    } catch (cause) {
      this.notices.add(`Cannot trace a container: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
  }

  async #register(inspection: Inspection, machine: Machine = this.machine): Promise<RegisteredContainer> {
    const registered = this.#registry.register(inspection, machine);
    const { container, onHost } = registered;
    this.registered.push(registered);
    this.filter.addContainer(container, onHost);
    if ((await this.rules?.addContainer(registered)) === true)
      this.notices.add(
        `Container ${container.name} shares this machine’s own network: ` +
          'rules are recorded for every packet of the machine.',
      );
    for (const { address } of container.attachments) if (address !== null) this.names.set(address, container.name);
    return registered;
  }

  /** Records at further points. Returns the names of those that could be opened. */
  async #record(points: readonly TracePoint[]): Promise<string[]> {
    const recording = this.#recording;
    if (recording === null) return [];
    this.#addPoints(points);
    const opened = await Promise.all(
      points.map(async ({ point }) => {
        try {
          for (const { reason } of await recording.addPoint(point)) this.#reportUnproven(point.name, reason);
          return [point.name];
        } catch (cause) {
          this.notices.add(cause instanceof Error ? cause.message : String(cause));
          return [];
        }
      }),
    );
    return opened.flat();
  }

  #addPoints(points: readonly TracePoint[]): void {
    this.points.push(...points);
    for (const point of points) this.filter.addPoint(point);
    this.#view?.addPoints(points);
  }

  #reportUnproven(point: string, reason: string): void {
    this.notices.add(`Recording at ${point} is not proven yet: ${reason}`);
  }
}

/** Describes how long after an event of the engine its container is recorded. */
function describeDelay(event: ContainerEvent | null): string {
  if (event === null) return '';
  const delayMs = Math.max(0, Math.round(Date.now() - Number(event.time / 1_000_000n)));
  const what = event.action === 'start' ? 'it started' : `it was connected to ${event.network ?? 'a network'}`;
  return `, ${delayMs} ms after ${what}`;
}
