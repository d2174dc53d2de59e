import { readlink } from 'node:fs/promises';
import { findContainer, type ContainerEvent, type EngineClient, type ObservedContainer } from '../engine/index.js';
import { linksIn, type Machine } from './machine.js';
import { bridgePoint, hostNamespace, pointsOf, standingPoints, type Inside } from './points.js';
import type { Targets } from './targets.js';
import { TraceError, type TracePoint } from './types.js';

/** web2 before web10: replicas are numbered, and the engine lists the newest first. */
const asCounted = new Intl.Collator('en', { numeric: true }).compare;

/** A container as it was found. */
export interface Look {
  readonly container: ObservedContainer;
  /** null where it does not run. */
  readonly inside: Inside | null;
}

/** What became of looking at a container. */
export interface Attended {
  readonly container: ObservedContainer;
  /** True where it shares the docker host's namespace: whatever passes the host's interfaces may be its own. */
  readonly onHost: boolean;
  /** Points that were not known before, each with a name of its own. */
  readonly points: readonly TracePoint[];
}

/** Keeps account of the containers that a trace follows, and of the points that were found for them. */
export class Following {
  readonly #engine: EngineClient;
  readonly #targets: Targets;
  /** By name, in the order they were met. */
  readonly #places = new Map<string, number>();
  readonly #ids = new Map<string, string>();
  readonly #known = new Set<string>();
  readonly #names = new Set<string>();

  constructor(engine: EngineClient, targets: Targets) {
    this.#engine = engine;
    this.#targets = targets;
    const onNetworks = targets.listed.filter(({ networks }) =>
      targets.networks.some(({ name }) => networks.includes(name)),
    );
    for (const name of [...targets.containers, ...onNetworks.map(({ name }) => name).sort(asCounted)])
      this.#follow(name);
  }

  /** Names of the containers that are followed. */
  get containers(): readonly string[] {
    return [...this.#places.keys()];
  }

  /**
   * What a container that is to be followed is called, from its id, from its name where it was created anew, or because it is
   * being put on a network that is traced; null for any other.
   */
  nameOf(event: ContainerEvent): string | null {
    const known = this.#ids.get(event.container);
    if (known !== undefined) return known;
    const joins = event.action === 'connect' && this.#targets.networks.some(({ name }) => name === event.network);
    if (joins) this.#ids.set(event.container, event.container.slice(0, 12));
    return joins || (event.name !== null && this.#places.has(event.name))
      ? (event.name ?? event.container.slice(0, 12))
      : null;
  }

  /** The bridges of the networks that are traced: they stand without any container. */
  bridges(machine: Machine): readonly TracePoint[] {
    return this.#fresh(
      this.#targets.networks.flatMap(({ name, bridge }) =>
        bridge === null || !machine.links.some((link) => link.name === bridge)
          ? []
          : [bridgePoint(machine, name, bridge)],
      ),
    );
  }

  /**
   * Looks at a container; null where there is none of that name. Of many, several may be looked at at once.
   *
   * @throws TraceError where its namespace cannot be entered: the engine is not one of this machine.
   */
  async look(nameOrId: string): Promise<Look | null> {
    const container = await findContainer(this.#engine, nameOrId);
    if (container === null) return null;
    try {
      return { container, inside: container.running ? await insideOf(container) : null };
    } catch (cause) {
      if (!(cause instanceof TraceError)) throw cause;
      // It may have ended between the two; then a second look finds it so.
      const again = await findContainer(this.#engine, nameOrId);
      return again === null ? null : { container: again, inside: again.running ? await insideOf(again) : null };
    }
  }

  /** Follows a container from now on, and finds the points that are new. */
  attend({ container, inside }: Look, machine: Machine): Attended {
    this.#follow(container.name);
    this.#ids.set(container.id, container.name);
    if (inside === null)
      return {
        container,
        onHost: false,
        points: this.#fresh(standingPoints(container, this.#targets.bridges, machine)),
      };
    const place = this.#places.get(container.name) ?? 0;
    return { container, onHost: inside.host, points: this.#fresh(pointsOf(place, container, inside, machine)) };
  }

  #follow(name: string): void {
    if (!this.#places.has(name)) this.#places.set(name, this.#places.size);
  }

  /** Leaves out the points that are known, and gives a later interface of the same name a name of its own. */
  #fresh(points: readonly TracePoint[]): TracePoint[] {
    const fresh: TracePoint[] = [];
    for (const found of points) {
      // Containers that share a namespace share its interfaces.
      if (this.#known.has(found.identity)) continue;
      this.#known.add(found.identity);
      let name = found.point.name;
      for (let n = 2; this.#names.has(name); n += 1) name = `${found.point.name}#${n}`;
      this.#names.add(name);
      fresh.push({ ...found, point: { ...found.point, name } });
    }
    return fresh;
  }
}

async function insideOf(container: ObservedContainer): Promise<Inside> {
  const namespace = `/proc/${container.pid}/ns/net`;
  const [own, its] = await Promise.all([
    readlink(hostNamespace),
    readlink(namespace).catch((cause: unknown) => {
      throw new TraceError(
        `the container ${container.name} has process ${container.pid} by the engine's account, and this machine has no such process: it has just ended, or the engine runs elsewhere (in a virtual machine, in a container). Run docknet where the engine runs.`,
        null,
        { cause },
      );
    }),
  ]);
  const links = await linksIn(namespace);
  const macs = container.attachments.flatMap(({ mac }) => (mac === null ? [] : [mac.toLowerCase()]));
  if (macs.length > 0 && !links.some(({ mac }) => macs.includes(mac.toLowerCase()))) {
    throw new TraceError(
      `process ${container.pid} of this machine has none of the interfaces that the engine gave the container ${container.name}: the engine's process ids are not this machine's. Run docknet where the engine runs.`,
    );
  }
  return { namespace, host: own === its, links };
}
