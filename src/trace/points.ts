import type { ObservedContainer } from '../engine/index.js';
import type { Link } from '../lab/index.js';
import type { Machine } from './machine.js';
import type { PathPosition, TracePoint } from './types.js';

/** docknet's own network namespace, which must be the engine's. */
export const hostNamespace = '/proc/self/ns/net';

/** Kinds of points along the path from a container outward. */
const kinds: readonly TracePoint['kind'][] = ['container', 'bridge', 'loopback', 'parent', 'uplink'];

/** A container's network namespace. */
export interface ContainerNamespace {
  readonly path: string;
  /** True if it is the docker host's own: a container on the network "host". */
  readonly isHost: boolean;
  readonly links: readonly Link[];
}

/**
 * Finds the points that a container's packets pass: its interfaces in its own namespace, each one's veth on the host,
 * the veth's bridge, its lo if Docker's resolver answers there or it has nothing else, the host's lo if a proxy may
 * carry a published port, and the uplinks.
 *
 * @param number The container's number among the traced ones, from 0.
 */
export function findPoints(
  number: number,
  container: ObservedContainer,
  namespace: ContainerNamespace,
  machine: Machine,
): TracePoint[] {
  if (namespace.isHost) return [hostLo(machine), ...findUplinks(machine)];
  const own = (
    name: string,
    path: string,
    { name: interfaceName, index }: Pick<Link, 'name' | 'index'>,
    order: number,
  ): TracePoint => ({
    point: { name: `${container.name}.${name}`, namespace: path, interface: interfaceName },
    kind: 'container',
    place: number,
    order,
    container: container.name,
    identity: `${container.id} ${container.started} ${name} ${index}`,
  });
  const points: TracePoint[] = [];
  const interfaces = namespace.links.filter((link) => link.type !== 'loopback' && link.ethernet);
  interfaces.forEach((link, n) => {
    points.push(own(link.name, namespace.path, link, 1 + 2 * n));
    const outer = machine.links.find(
      (candidate) => candidate.index === link.peer && (candidate.type !== 'veth' || candidate.peer === link.index),
    );
    if (outer === undefined) return;
    if (link.type !== 'veth') {
      // macvlan, ipvlan: the peer is the parent interface.
      if (!machine.uplinks.includes(outer.name))
        points.push(sharedPoint(machine, `host.${outer.name}`, outer.name, 'parent'));
      return;
    }
    points.push(own(vethName(link.name), hostNamespace, outer, 2 + 2 * n));
    if (outer.master !== null)
      points.push(sharedPoint(machine, bridgeName(container, link, outer.master), outer.master, 'bridge'));
  });
  if (interfaces.length === 0 || usesResolver(container))
    points.push(own('lo', namespace.path, { name: 'lo', index: 1 }, 0));
  if (interfaces.length === 0) return points;
  if (Object.values(container.ports).some((published) => published.length > 0)) points.push(hostLo(machine));
  return [...points, ...findUplinks(machine)];
}

/** Finds the points that exist while a container is stopped: the bridges it will be plugged into, and the uplinks. */
export function findPermanentPoints(
  container: ObservedContainer,
  bridges: ReadonlyMap<string, string>,
  machine: Machine,
): TracePoint[] {
  const points = container.attachments.flatMap(({ network }) => {
    const bridge = bridges.get(network);
    return bridge === undefined || !machine.links.some((link) => link.name === bridge)
      ? []
      : [bridgePoint(machine, network, bridge)];
  });
  return [...points, ...(container.networkMode === 'none' ? [] : findUplinks(machine))];
}

/** Returns the point at a network's bridge. */
export function bridgePoint(machine: Machine, network: string, bridge: string): TracePoint {
  return sharedPoint(machine, bridgeLabel(network, bridge), bridge, 'bridge');
}

/** Returns the name of the point at a network's bridge. */
export const bridgeLabel = (network: string, bridge: string) => (network === 'bridge' ? bridge : `br-${network}`);

function sharedPoint(
  machine: Machine,
  name: string,
  interfaceName: string,
  kind: TracePoint['kind'],
  order = 0,
): TracePoint {
  const index = machine.links.find((link) => link.name === interfaceName)?.index ?? 0;
  return {
    point: { name, namespace: hostNamespace, interface: interfaceName },
    kind,
    place: 0,
    order,
    container: null,
    identity: `host ${interfaceName} ${index}`,
  };
}

function hostLo(machine: Machine): TracePoint {
  return sharedPoint(machine, 'host.lo', 'lo', 'loopback');
}

function findUplinks(machine: Machine): TracePoint[] {
  return machine.uplinks
    .filter((name) => machine.links.some((link) => link.name === name && link.ethernet))
    .map((name, n) => sharedPoint(machine, n === 0 ? 'host.uplink' : `host.uplink${n + 1}`, name, 'uplink', n));
}

/** Returns veth0 for eth0. */
function vethName(interfaceName: string): string {
  const number = /^eth(\d+)$/.exec(interfaceName)?.[1];
  return number === undefined ? `${interfaceName}-veth` : `veth${number}`;
}

function bridgeName(container: ObservedContainer, link: Link, bridge: string): string {
  const network = container.attachments.find(
    ({ mac }) => mac !== null && mac.toLowerCase() === link.mac.toLowerCase(),
  )?.network;
  return network === undefined ? bridge : bridgeLabel(network, bridge);
}

/**
 * True if Docker's resolver answers in a container: on every network but the default bridge (moby,
 * libnetwork/resolver.go). Its queries pass the container's lo.
 */
function usesResolver(container: ObservedContainer): boolean {
  return container.attachments.some(({ network }) => !['bridge', 'host', 'none'].includes(network));
}

/** Lists the names of a trace's points in path order, from the containers outward. */
export function orderPoints({ points }: { readonly points: readonly TracePoint[] }): string[] {
  return [...points].sort(comparePoints).map(({ point }) => point.name);
}

/** Compares two points by their position along the path from a container outward. */
export function comparePoints(one: PathPosition, other: PathPosition): number {
  return kinds.indexOf(one.kind) - kinds.indexOf(other.kind) || one.place - other.place || one.order - other.order;
}
