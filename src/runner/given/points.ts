import type { Point } from '../../capture/index.js';
import type { Lab } from '../../lab/index.js';
import { bridgePoint } from '../../check/places.js';
import type { HostTopology, PlaceTopology } from '../../check/topology.js';

/** A point with its place along the way from a container outward. */
export interface LabPoint {
  readonly point: Point;
  /** Lower is nearer to a container. */
  readonly order: number;
}

/** A place with a network namespace of its own beside the docker host. */
interface Elsewhere {
  readonly key: string;
  readonly namespacePath: string;
}

/**
 * The points of a check: each container's eth0 (at its veth's end on the host), each bridge in use, the host's lo and uplink, and
 * each outside host's eth0; of a router made by hand its lo, its uplink, its bridges and what is on them. A bridge with nothing attached has no carrier and carries no frames, so it is no point.
 */
export function pointsOf(
  lab: Lab,
  host: HostTopology,
  places: readonly PlaceTopology[],
  {
    lanHosts,
    routers,
    watched,
  }: {
    readonly lanHosts: readonly Elsewhere[];
    readonly routers: readonly Elsewhere[];
    readonly watched: readonly Elsewhere[];
  },
): LabPoint[] {
  const point = (name: string, namespace: string, interfaceName: string, order: number): LabPoint => ({
    order,
    point: { name, namespace, interface: interfaceName },
  });
  const onHost = (name: string, interfaceName: string, order: number) =>
    point(name, lab.parts.hostNamespace, interfaceName, order);
  const points: LabPoint[] = [];
  const bridges = new Map<string, string>();
  const handmade = new Map(
    places.flatMap((p) =>
      p.kind === 'linux-bridge' ? [[p.key, routers.find((r) => r.key === p.on)?.namespacePath ?? '']] : [],
    ),
  );
  for (const place of places) {
    if (place.kind === 'container' && place.veth !== null) {
      points.push(onHost(`${place.key}.eth0`, place.veth, points.length));
      const network = places.find((p) => p.kind === 'network' && p.key === place.on);
      bridges.set(bridgePoint(place.on), network?.kind === 'network' ? network.bridge : host.docker0.bridge);
      for (const further of place.alsoOn) {
        const on = places.find((p) => p.kind === 'network' && p.key === further.on);
        if (further.veth !== null)
          points.push(onHost(`${place.key}.${further.interface}`, further.veth, points.length));
        if (on?.kind === 'network') bridges.set(bridgePoint(further.on), on.bridge);
      }
    }
    if (place.kind === 'netns')
      points.push(point(`${place.key}.eth0`, handmade.get(place.on) ?? '', place.veth, points.length));
    if (place.kind === 'linux-bridge')
      points.push(point(bridgePoint(place.key), handmade.get(place.key) ?? '', place.bridge, 100 + points.length));
    if (place.kind === 'router') {
      const namespace = routers.find((r) => r.key === place.key)?.namespacePath ?? '';
      points.push(
        point(`${place.key}.lo`, namespace, 'lo', 200),
        point(`${place.key}.uplink`, namespace, place.uplink, 300),
      );
    }
  }
  for (const [name, interfaceName] of bridges) points.push(onHost(name, interfaceName, 100 + points.length));
  points.push(onHost('host.lo', 'lo', 200), onHost('host.uplink', host.uplink, 300));
  if (host.secondLan !== null) points.push(onHost('host.secondUplink', host.secondLan.uplink, 310));
  points.push(...watched.map((c) => point(`${c.key}.lo`, c.namespacePath, 'lo', -1)));
  points.push(...lanHosts.map((o, n) => point(`${o.key}.eth0`, o.namespacePath, 'eth0', 400 + n)));
  return points.sort((a, b) => a.order - b.order);
}
