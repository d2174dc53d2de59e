import { readlink } from 'node:fs/promises';
import { findContainer, type ContainerEvent, type EngineClient, type ObservedContainer } from '../engine/index.js';
import { listLinks, type Machine } from './machine.js';
import { bridgePoint, findPermanentPoints, findPoints, hostNamespace, type ContainerNamespace } from './points.js';
import type { Targets } from './targets.js';
import { TraceError, type TracePoint } from './types.js';

/** web2 before web10: replicas are numbered, and the engine lists the newest first. */
const compareNames = new Intl.Collator('en', { numeric: true }).compare;

/** A container and its network namespace. */
export interface Inspection {
  readonly container: ObservedContainer;
  /** null if it does not run. */
  readonly namespace: ContainerNamespace | null;
}

/** A container with the points that were new. */
export interface RegisteredContainer {
  readonly container: ObservedContainer;
  /** True if it shares the docker host's namespace: any packet at the host's interfaces may be its own. */
  readonly onHost: boolean;
  /** Points that were unknown before, each with a name of its own. */
  readonly points: readonly TracePoint[];
}

/** The containers of a trace, and the points that were found for them. */
export class ContainerRegistry {
  /** Numbers by name, in the order of registration. */
  readonly #numbers = new Map<string, number>();
  /** Names by id. */
  readonly #ids = new Map<string, string>();
  readonly #identities = new Set<string>();
  readonly #pointNames = new Set<string>();

  constructor(
    private readonly engine: EngineClient,
    private readonly targets: Targets,
  ) {
    const onNetworks = targets.listed.filter(({ networks }) =>
      targets.networks.some(({ name }) => networks.includes(name)),
    );
    for (const name of [...targets.containers, ...onNetworks.map(({ name }) => name).sort(compareNames)])
      this.#register(name);
  }

  /** Names of the registered containers. */
  get names(): readonly string[] {
    return [...this.#numbers.keys()];
  }

  /**
   * Returns the name of an event's container if the container is traced: by its id, by its name if it was created
   * anew, or because it is being connected to a traced network. Null for any other.
   */
  nameOf(event: ContainerEvent): string | null {
    const known = this.#ids.get(event.container);
    if (known !== undefined) return known;
    const joins = event.action === 'connect' && this.targets.networks.some(({ name }) => name === event.network);
    if (joins) this.#ids.set(event.container, event.container.slice(0, 12));
    return joins || (event.name !== null && this.#numbers.has(event.name))
      ? (event.name ?? event.container.slice(0, 12))
      : null;
  }

  /** Returns the points at the bridges of traced networks, which exist without a container. */
  findBridges(machine: Machine): readonly TracePoint[] {
    return this.#selectNew(
      this.targets.networks.flatMap(({ name, bridge }) =>
        bridge === null || !machine.links.some((link) => link.name === bridge)
          ? []
          : [bridgePoint(machine, name, bridge)],
      ),
    );
  }

  /**
   * Inspects a container; null if there is none of that name. Several may be inspected at once.
   *
   * @throws TraceError if its namespace cannot be entered: the engine is not one of this machine.
   */
  async inspect(nameOrId: string): Promise<Inspection | null> {
    const container = await findContainer(this.engine, nameOrId);
    if (container === null) return null;
    try {
      return { container, namespace: container.running ? await inspectNamespace(container) : null };
    } catch (cause) {
      if (!(cause instanceof TraceError)) throw cause;
      // It may have exited in between; a second look then finds it stopped.
      const latest = await findContainer(this.engine, nameOrId);
      if (latest === null) return null;
      return { container: latest, namespace: latest.running ? await inspectNamespace(latest) : null };
    }
  }

  /** Registers a container and finds the points that are new. */
  register({ container, namespace }: Inspection, machine: Machine): RegisteredContainer {
    this.#register(container.name);
    this.#ids.set(container.id, container.name);
    if (namespace === null) {
      const points = findPermanentPoints(container, this.targets.bridges, machine);
      return { container, onHost: false, points: this.#selectNew(points) };
    }
    const number = this.#numbers.get(container.name) ?? 0;
    const points = findPoints(number, container, namespace, machine);
    return { container, onHost: namespace.isHost, points: this.#selectNew(points) };
  }

  #register(name: string): void {
    if (!this.#numbers.has(name)) this.#numbers.set(name, this.#numbers.size);
  }

  /** Selects the unknown points, and gives a later interface of the same name a name of its own. */
  #selectNew(points: readonly TracePoint[]): TracePoint[] {
    const fresh: TracePoint[] = [];
    for (const found of points) {
      // Containers that share a namespace share its interfaces.
      if (this.#identities.has(found.identity)) continue;
      this.#identities.add(found.identity);
      let name = found.point.name;
      for (let n = 2; this.#pointNames.has(name); n += 1) name = `${found.point.name}#${n}`;
      this.#pointNames.add(name);
      fresh.push({ ...found, point: { ...found.point, name } });
    }
    return fresh;
  }
}

async function inspectNamespace({ name, pid, attachments }: ObservedContainer): Promise<ContainerNamespace> {
  const path = `/proc/${pid}/ns/net`;
  const [own, container] = await Promise.all([
    readlink(hostNamespace),
    readlink(path).catch((cause: unknown) => {
      throw new TraceError(
        `Container ${name} has process ${pid} according to the engine, and this machine has no such process: the ` +
          'container has just exited, or the engine runs elsewhere (in a virtual machine, in a container). ' +
          'Run docknet where the engine runs.',
        null,
        { cause },
      );
    }),
  ]);
  const links = await listLinks(path);
  const macs = attachments.flatMap(({ mac }) => (mac === null ? [] : [mac.toLowerCase()]));
  if (macs.length > 0 && !links.some(({ mac }) => macs.includes(mac.toLowerCase()))) {
    throw new TraceError(
      `Process ${pid} of this machine has none of container ${name}’s interfaces: the engine’s process ids are not ` +
        'this machine’s. Run docknet where the engine runs.',
    );
  }
  return { path, isHost: own === container, links };
}
