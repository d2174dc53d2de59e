import { bridgePoint } from '../check/places.js';
import type { PlaceTopology, Topology } from '../check/topology.js';

/**
 * What a scene's addresses are called: a container, an outside host, a namespace or a router by its key, the docker host
 * `host`, and a bridge's own address by its point's name. Of an address that two places have, the host's name wins.
 */
export function addressNames({ host, places }: Pick<Topology, 'host' | 'places'>): Map<string, string> {
  return new Map([
    ...Object.values(places).flatMap(named),
    [host.docker0.gateway, bridgePoint('bridge')] as const,
    ...[host.address, host.secondaryAddress, ...(host.secondLan === null ? [] : [host.secondLan.address])].map(
      (address) => [address, 'host'] as const,
    ),
  ]);
}

function named(place: PlaceTopology): (readonly [address: string, name: string])[] {
  switch (place.kind) {
    case 'network':
    case 'linux-bridge':
      return [[place.gateway, bridgePoint(place.key)]];
    case 'container':
      return [place.address, ...place.alsoOn.map(({ address }) => address)].flatMap((address) =>
        address === null ? [] : [[address, place.key] as const],
      );
    case 'lan-host':
    case 'netns':
    case 'router':
      return [[place.address, place.key]];
  }
}
