import type { PlaceTopology, Topology } from '../check/topology.js';

/**
 * What a lab's addresses are called in a check: the container's key, the outside host's, `host` for the docker host on its
 * uplink, `host.br-app` for a bridge's gateway. An address that several places have gets the names of all.
 */
export function namesOf({ host, places }: Topology): Map<string, string[]> {
  const names = new Map<string, string[]>();
  const add = (address: string | null | undefined, name: string): void => {
    if (address == null || address === '') return;
    const known = names.get(address) ?? [];
    if (!known.includes(name)) names.set(address, [...known, name]);
  };
  for (const address of [host.address, host.secondaryAddress, host.secondLan?.address]) add(address, 'host');
  for (const place of Object.values(places)) for (const [address, name] of namesAt(place)) add(address, name);
  add(host.docker0.gateway, 'host.docker0');
  return names;
}

function namesAt(place: PlaceTopology): (readonly [string | null, string])[] {
  switch (place.kind) {
    case 'container':
      return [
        [place.address, place.key],
        ...(place.earlier ?? []).map(({ address }) => [address, place.key] as const),
        ...place.alsoOn.map((a) => [a.address, `${place.key}.${a.interface}`] as const),
      ];
    case 'lan-host':
    case 'netns':
    case 'router':
      return [[place.address, place.key]];
    case 'linux-bridge':
      return [[place.gateway, `${place.on}.${place.bridge}`]];
    case 'network':
      return [[place.gateway, `host.${place.bridge}`]];
  }
}
