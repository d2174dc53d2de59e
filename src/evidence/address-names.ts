import { bridgePoint, type PlaceTopology, type Topology } from '../check/index.js';

/**
 * Names a topology's addresses, one name each, for the page: a container, a LAN host, a netns or a router by its key,
 * the docker host `host`, and a bridge's own address by its point. An address that the docker host shares with
 * another place is named `host`.
 */
export function nameAddresses({ host, places }: Pick<Topology, 'host' | 'places'>): Map<string, string> {
  return new Map([
    ...Object.values(places).flatMap(nameOnPage),
    [host.docker0.gateway, bridgePoint('bridge')] as const,
    ...named('host', host.address, host.secondaryAddress, host.secondLan?.address, host.ipv6),
  ]);
}

function nameOnPage(place: PlaceTopology): (readonly [address: string, name: string])[] {
  switch (place.kind) {
    case 'network':
      return place.bridge === '' ? [] : named(bridgePoint(place.key), place.gateway, place.ipv6?.gateway);
    case 'linux-bridge':
      return place.bridge === '' ? [] : [[place.gateway, bridgePoint(place.key)]];
    case 'container':
      return [place, ...place.alsoOn].flatMap(({ address, ipv6 }) => named(place.key, address, ipv6));
    case 'lan-host':
    case 'router':
      return named(place.key, place.address, place.ipv6);
    case 'netns':
    case 'docker-host':
      return [[place.address, place.key]];
  }
}

const named = (name: string, ...addresses: readonly (string | null | undefined)[]): [string, string][] =>
  addresses.flatMap((address) => (address == null ? [] : [[address, name]]));

/**
 * Lists the names of a topology's addresses for the name records of a pcapng: the key of a container or LAN host,
 * `host` for the docker host on its uplink, `host.br-app` for a bridge's gateway. An address of several places gets
 * all their names.
 */
export function listAddressNames({ host, places }: Topology): Map<string, string[]> {
  const names = new Map<string, string[]>();
  const add = (address: string | null | undefined, name: string): void => {
    if (address == null || address === '') return;
    const known = names.get(address) ?? [];
    if (!known.includes(name)) names.set(address, [...known, name]);
  };
  for (const address of [host.address, host.secondaryAddress, host.secondLan?.address, host.ipv6]) add(address, 'host');
  for (const place of Object.values(places)) for (const [address, name] of nameInRecording(place)) add(address, name);
  add(host.docker0.gateway, 'host.docker0');
  return names;
}

function nameInRecording(place: PlaceTopology): (readonly [string | null | undefined, string])[] {
  switch (place.kind) {
    case 'container':
      return [
        [place.address, place.key],
        [place.ipv6, place.key],
        ...(place.earlier ?? []).map(({ address }) => [address, place.key] as const),
        ...place.alsoOn.flatMap(({ address, ipv6, interface: name }) =>
          [address, ipv6].map((one) => [one, `${place.key}.${name}`] as const),
        ),
      ];
    case 'lan-host':
    case 'router':
      return [place.address, place.ipv6].map((address) => [address, place.key]);
    case 'netns':
    case 'docker-host':
      return [[place.address, place.key]];
    case 'linux-bridge':
      return [[place.gateway, `${place.on}.${place.bridge}`]];
    case 'network':
      return [place.gateway, place.ipv6?.gateway].map((address) => [address, `host.${place.bridge}`]);
  }
}
