import type { LocalPoints, PlaceOf } from '../journey/index.js';
import { bridgePoint, type PlaceTopology, type Topology } from '../check/index.js';

/** Returns the place of each point of a lab: the router of a Linux bridge, the docker host of any other bridge. */
export function locatePoints({ places }: Topology): PlaceOf {
  const routers = new Map(
    Object.values(places).flatMap((p) => (p.kind === 'linux-bridge' ? [[bridgePoint(p.key), p.on] as const] : [])),
  );
  return (point) => routers.get(point) ?? (point.includes('.') ? point.slice(0, point.indexOf('.')) : 'host');
}

/** Returns the points of places that forward packets: the docker host and routers. */
export function findForwarders(topology: Topology): Set<string> {
  const placeOf = locatePoints(topology);
  const routers = new Set([
    'host',
    ...Object.values(topology.places).flatMap((p) => (p.kind === 'router' || p.kind === 'docker-host' ? [p.key] : [])),
  ]);
  return new Set(topology.points.map(({ name }) => name).filter((name) => routers.has(placeOf(name))));
}

/**
 * Returns, by address, the points at which a packet for the address has arrived. An address that may have been
 * reached at a point without a recording is left out.
 *
 * @param unproven Points that were not proven live throughout: a packet may have passed there unseen.
 */
export function findLocalPoints(topology: Topology, unproven: readonly string[]): LocalPoints {
  const localPoints = new Map<string, Set<string>>();
  const uncertain = new Set<string>();
  const recorded = new Set(topology.points.map(({ name }) => name).filter((name) => !unproven.includes(name)));
  const add = (address: string | null | undefined, points: readonly string[]): void => {
    if (address == null || address === '') return;
    const proven = points.filter((point) => recorded.has(point));
    if (proven.length < points.length || proven.length === 0) uncertain.add(address);
    localPoints.set(address, new Set([...(localPoints.get(address) ?? []), ...proven]));
  };
  const placeOf = locatePoints(topology);
  const pointsAt = (place: string): string[] =>
    topology.points.map(({ name }) => name).filter((name) => placeOf(name) === place);
  for (const [address, points] of Object.values(topology.places).flatMap((place) => listAddresses(place, pointsAt)))
    add(address, points);
  const { host } = topology;
  const { docker0 } = host;
  const further = [host.secondaryAddress, host.secondLan?.address, docker0.gateway, host.ipv6, docker0.ipv6?.gateway];
  for (const address of [host.address, ...further]) add(address, pointsAt('host'));
  for (const address of uncertain) localPoints.delete(address);
  return localPoints;
}

/** Lists a place's addresses, each with the points at which it is reached. */
function listAddresses(
  place: PlaceTopology,
  pointsAt: (place: string) => readonly string[],
): (readonly [string | null | undefined, readonly string[]])[] {
  switch (place.kind) {
    case 'container':
      return [
        [place.address, [`${place.key}.eth0`]],
        [place.ipv6, [`${place.key}.eth0`]],
        ...place.alsoOn.flatMap(({ address, ipv6, interface: name }) =>
          [address, ipv6].map((one) => [one, [`${place.key}.${name}`]] as const),
        ),
      ];
    case 'lan-host':
      return [place.address, place.ipv6].map((address) => [address, [`${place.key}.eth0`]]);
    case 'netns':
      return [[place.address, [`${place.key}.eth0`]]];
    case 'router':
      return [place.address, place.ipv6].map((address) => [address, pointsAt(place.key)]);
    case 'docker-host':
      return [[place.address, pointsAt(place.key)]];
    case 'linux-bridge':
      return [[place.gateway, pointsAt(place.on)]];
    case 'network':
      return [place.gateway, place.ipv6?.gateway].map((address) => [address, pointsAt('host')]);
  }
}
