import { setTimeout as delay } from 'node:timers/promises';
import type { ActiveRecording } from '../capture/index.js';
import { containerEvents, findContainer, type ContainerEvent, type EngineClient } from '../engine/index.js';
import { Following, type Attended, type Look } from './following.js';
import { JourneyFilter } from './interest.js';
import type { LiveView } from './live-view.js';
import { readMachine, type Machine } from './machine.js';
import { bridgeLabel } from './points.js';
import type { TraceListener } from './request.js';
import type { RuleWatch } from './rule-watch.js';
import type { Targets } from './targets.js';
import type { Notice, TracePoint } from './types.js';

/** Milliseconds within which points that go away are told in one sentence: a container's go together. */
const together = 300;
/** Where Docker's embedded resolver answers in every container (moby, libnetwork/resolver.go). */
const resolver = '127.0.0.11';
/** Containers that are looked at at once when a trace begins: each takes a program in its namespace. */
const lookedAtOnce = 16;
/** Points that are named of those that go away together. */
const toldAtMost = 12;
/** Milliseconds between two tries to reach an engine that went away. */
const again = 1_000;

/** Goes ahead of the recorder: hears what happens to the containers, and finds the points that a trace needs next. */
export class Scout {
  readonly notices: Notice[] = [];
  readonly points: TracePoint[] = [];
  readonly interest: JourneyFilter;
  readonly names = new Map<string, string>();
  readonly #following: Following;
  /** Every look at a container that found it, in order. */
  readonly attended: Attended[] = [];
  /** Set where rules are to be named. */
  rules: RuleWatch | null = null;
  #recording: ActiveRecording | null = null;
  /** Whether the points that were found first are all, and still there. */
  #steady = true;
  #view: LiveView | null = null;
  #gone = new Map<string, string[]>();
  #telling: NodeJS.Timeout | undefined;
  #setReady: () => void = () => undefined;
  /** Until the points that were found first are recorded, events wait. */
  readonly #ready = new Promise<void>((resolve) => {
    this.#setReady = resolve;
  });

  constructor(
    private readonly engine: EngineClient,
    targets: Targets,
    private readonly machine: Machine,
    private readonly audience: TraceListener,
  ) {
    this.#following = new Following(engine, targets);
    this.interest = new JourneyFilter(new Set(machine.addresses.keys()));
    const bridges = new Map([...targets.bridges].map(([network, bridge]) => [bridge, bridgeLabel(network, bridge)]));
    this.names.set(resolver, 'docker-resolver');
    for (const [address, name] of machine.addresses) this.names.set(address, bridges.get(name) ?? name);
    for (const { name, addresses } of targets.listed) for (const address of addresses) this.names.set(address, name);
  }

  /** Names of the containers that are followed. */
  get containers(): readonly string[] {
    return this.#following.containers;
  }

  /**
   * Looks at every container once; the points that stand by themselves come first, those that go with a container further.
   *
   * @throws TraceError where a container's namespace cannot be entered.
   */
  async lookRound(): Promise<{ readonly first: readonly TracePoint[]; readonly further: readonly TracePoint[] }> {
    const points = [...this.#following.bridges(this.machine)];
    const { containers } = this;
    for (let from = 0; from < containers.length; from += lookedAtOnce) {
      // Taken in one after the other, so that their points are called the same every time.
      for (const look of await Promise.all(
        containers.slice(from, from + lookedAtOnce).map((name) => this.#following.look(name)),
      )) {
        if (look === null) continue;
        if (!look.container.running)
          this.say(`${look.container.name} does not run: it is followed as soon as it is started`);
        points.push(...(await this.#attend(look)).points);
      }
    }
    if (this.machine.uplinks.length === 0 && points.length > 0)
      this.say('this machine has no default route, so no uplink is recorded');
    return {
      first: points.filter(({ container }) => container === null),
      further: points.filter(({ container }) => container !== null),
    };
  }

  /** Hands over the recording; from now on points that are found are recorded. */
  async record(
    recording: ActiveRecording,
    view: LiveView,
    { recorded, further }: { readonly recorded: readonly TracePoint[]; readonly further: readonly TracePoint[] },
  ): Promise<void> {
    this.#recording = recording;
    this.#view = view;
    this.#take(recorded);
    for (const { point, reason } of recording.unproven)
      this.say(`nothing can be said about ${point} for now: ${reason}`);
    await this.#add(further);
    this.#setReady();
  }

  /**
   * Follows the engine's events until the signal ends it. Never rejects: an engine that goes away is waited for.
   *
   * @param subscribed Called when everything that happens from now on will be heard.
   */
  async follow(signal: AbortSignal, subscribed: () => void): Promise<void> {
    signal.addEventListener('abort', this.#setReady, { once: true });
    for (;;) {
      await this.#listen(signal, subscribed);
      subscribed();
      if (signal.aborted) return;
      this.say('the engine has gone away: recording goes on, but containers cannot be followed until it answers again');
      do await delay(again, undefined, { signal }).catch(() => undefined);
      while (!signal.aborted && !(await this.engine.isReachable()));
      if (signal.aborted) return;
      this.say('the engine answers again');
      for (const name of this.containers) await this.#lookAgain(name, null);
    }
  }

  /** A point can no longer be read. */
  gone(point: string, reason: string): void {
    this.#steady = false;
    this.#gone.set(reason, [...(this.#gone.get(reason) ?? []), point]);
    this.#telling ??= setTimeout(() => {
      this.lastWords();
    }, together);
  }

  /** Says what was held back to be said in one sentence. */
  lastWords(): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
    for (const [reason, points] of this.#gone)
      this.say(
        `recording at ${points.slice(0, toldAtMost).join(', ')}${points.length > toldAtMost ? ` and ${points.length - toldAtMost} more` : ''} has ended: ${reason}. What passed there until then is kept`,
      );
    this.#gone = new Map();
  }

  /** The same account of whose journeys are wanted, without what it learnt from journeys. */
  freshInterest(): JourneyFilter {
    const interest = new JourneyFilter(new Set(this.machine.addresses.keys()));
    for (const { container, onHost } of this.attended) interest.add(container, onHost);
    for (const point of this.points) interest.addPoint(point);
    return interest;
  }

  /** See TraceResult. */
  homes(): Map<string, ReadonlySet<string>> {
    if (!this.#steady) return new Map();
    const onHost = new Set(this.points.filter(({ container }) => container === null).map(({ point }) => point.name));
    const homes = new Map<string, ReadonlySet<string>>(
      [...this.machine.addresses.keys()].map((address) => [address, onHost]),
    );
    for (const {
      container: { name, attachments },
    } of this.attended) {
      const own = new Set(
        this.points
          .filter(({ container, point }) => container === name && point.interface !== 'lo')
          .map(({ point }) => point.name),
      );
      for (const { address } of attachments) if (address !== null && own.size > 0) homes.set(address, own);
    }
    return homes;
  }

  async #listen(signal: AbortSignal, subscribed: () => void): Promise<void> {
    try {
      for await (const event of containerEvents(this.engine, signal, subscribed)) {
        await this.#ready;
        await this.#hear(event);
      }
    } catch {
      // The engine has gone away; `follow` says so.
    }
  }

  async #hear(event: ContainerEvent): Promise<void> {
    const name = this.#following.nameOf(event);
    if (name === null) return;
    switch (event.action) {
      case 'die':
        this.say(`${name} has ended with status ${event.status ?? 'unknown'}; what passed until then is kept`);
        return;
      case 'destroy':
        this.say(`${name} was removed; a container that is made under its name will be followed`);
        return;
      case 'disconnect':
        return; // its interface goes, and is told of by the recorder
      case 'connect':
        if (!(await this.#isStarting(event))) await this.#lookAgain(event.container, event);
        return;
      case 'start':
        await this.#lookAgain(event.container, event);
    }
  }

  /** A container that is being started is connected to its networks first; the event `start` follows when all of them are there. */
  async #isStarting(event: ContainerEvent): Promise<boolean> {
    const container = await findContainer(this.engine, event.container).catch(() => null);
    return container?.running !== true || Date.parse(container.started) >= Number(event.time / 1_000_000n);
  }

  async #lookAgain(nameOrId: string, event: ContainerEvent | null): Promise<void> {
    try {
      const [look, machine] = await Promise.all([this.#following.look(nameOrId), readMachine()]);
      if (look === null) return;
      const attended = await this.#attend(look, machine);
      if (attended.points.length === 0) return;
      this.#steady = false;
      const added = await this.#add(attended.points);
      const since =
        event === null
          ? ''
          : `, ${Math.max(0, Math.round(Date.now() - Number(event.time / 1_000_000n)))} ms after it was ${event.action === 'start' ? 'started' : `connected to ${event.network ?? 'a network'}`}`;
      if (added.length > 0)
        this.say(
          `${attended.container.name} is recorded at ${added.join(', ')}${since}; what it sent before that is at the points that were recorded already`,
        );
    } catch (cause) {
      this.say(`a container could not be followed: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
  }

  async #attend(look: Look, machine: Machine = this.machine): Promise<Attended> {
    const attended = this.#following.attend(look, machine);
    const { container, onHost } = attended;
    this.attended.push(attended);
    this.interest.add(container, onHost);
    if ((await this.rules?.takeIn(attended)) === true)
      this.say(
        `${container.name} shares this machine’s own network: from now on rules are named for every packet of the machine’s`,
      );
    for (const { address } of container.attachments) if (address !== null) this.names.set(address, container.name);
    return attended;
  }

  /** Records at further points. @returns the names of those that could be opened. */
  async #add(points: readonly TracePoint[]): Promise<string[]> {
    const recording = this.#recording;
    if (recording === null) return [];
    this.#take(points);
    const opened = await Promise.all(
      points.map(async ({ point }) => {
        try {
          for (const { reason } of await recording.addPoint(point))
            this.say(`nothing can be said about ${point.name} for now: ${reason}`);
          return [point.name];
        } catch (cause) {
          this.say(cause instanceof Error ? cause.message : String(cause));
          return [];
        }
      }),
    );
    return opened.flat();
  }

  #take(points: readonly TracePoint[]): void {
    this.points.push(...points);
    for (const point of points) this.interest.addPoint(point);
    this.#view?.addPoints(points);
  }

  /** Tells the person who looks on. */
  say(text: string): void {
    const notice = { time: BigInt(Date.now()) * 1_000_000n, text };
    this.notices.push(notice);
    this.audience.notice(notice);
  }
}
