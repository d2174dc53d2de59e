import type { LocalPoints, PlaceOf } from '../journey/index.js';
import { bridgePoint } from '../check/places.js';
import type { PlaceTopology, Topology } from '../check/topology.js';

/** At which place each point of a lab is: a bridge made by hand is its router's, any other the docker host's. */
export function placeOfPoint({ places }: Topology): PlaceOf {
  const routers = new Map(
    Object.values(places).flatMap((p) => (p.kind === 'linux-bridge' ? [[bridgePoint(p.key), p.on] as const] : [])),
  );
  return (point) => routers.get(point) ?? (point.includes('.') ? point.slice(0, point.indexOf('.')) : 'host');
}

/** The points of places that pass packets on: the docker host's and those of routers made by hand. */
export function forwardersOf(scene: Topology): Set<string> {
  const placeOf = placeOfPoint(scene);
  const routers = new Set([
    'host',
    ...Object.values(scene.places).flatMap((p) => (p.kind === 'router' ? [p.key] : [])),
  ]);
  return new Set(scene.points.map(({ name }) => name).filter((name) => routers.has(placeOf(name))));
}

/**
 * Where each address of a lab is at home, as far as it was recorded there.
 *
 * @param unproven Points that were not proven live throughout: a packet may have come by unseen.
 */
export function findLocalPoints(scene: Topology, unproven: readonly string[]): LocalPoints {
  const homes = new Map<string, Set<string>>();
  const doubtful = new Set<string>();
  const recorded = new Set(scene.points.map(({ name }) => name).filter((name) => !unproven.includes(name)));
  const add = (address: string | null | undefined, points: readonly string[]): void => {
    if (address == null || address === '') return;
    const seen = points.filter((point) => recorded.has(point));
    // An address that may have been reached at a point nobody looked at says nothing about where its packets ended.
    if (seen.length < points.length || seen.length === 0) doubtful.add(address);
    homes.set(address, new Set([...(homes.get(address) ?? []), ...seen]));
  };
  const placeOf = placeOfPoint(scene);
  const at = (place: string): string[] =>
    scene.points.map(({ name }) => name).filter((name) => placeOf(name) === place);
  for (const [address, points] of Object.values(scene.places).flatMap((place) => addressesOf(place, at)))
    add(address, points);
  const { host } = scene;
  for (const address of [host.address, host.secondaryAddress, host.secondLan?.address, host.docker0.gateway])
    add(address, at('host'));
  for (const address of doubtful) homes.delete(address);
  return homes;
}

/** A place's addresses, each with the points at which it is reached. */
function addressesOf(
  place: PlaceTopology,
  at: (place: string) => readonly string[],
): (readonly [string | null, readonly string[]])[] {
  switch (place.kind) {
    case 'container':
      return [
        [place.address, [`${place.key}.eth0`]],
        ...place.alsoOn.map((a) => [a.address, [`${place.key}.${a.interface}`]] as const),
      ];
    case 'lan-host':
    case 'netns':
      return [[place.address, [`${place.key}.eth0`]]];
    case 'router':
      return [[place.address, at(place.key)]];
    case 'linux-bridge':
      return [[place.gateway, at(place.on)]];
    case 'network':
      return [[place.gateway, at('host')]];
  }
}
