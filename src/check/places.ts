import { satisfies } from 'semver';
import type {
  ContainerTopology,
  LinuxBridgeTopology,
  NetnsTopology,
  NetworkTopology,
  LanHostTopology,
  PlaceTopology,
  RouterTopology,
  Topology,
} from './topology.js';
import type {
  BridgeSpec,
  ComposeSpec,
  ContainerSpec,
  EngineSpec,
  Given,
  LinuxBridgeSpec,
  NetnsSpec,
  NewerEnginesSpec,
  LanHostSpec,
  RouterSpec,
  Spec,
} from './spec.js';
import type { Endpoint } from './words/address.js';
import { PointAssertions } from './words/point.js';
import { RuleAssertions } from './words/rule.js';

/** A bridge network as `then` sees it. */
export interface Network {
  readonly key: string;
  readonly name: string;
  readonly id: string;
  /** CIDR. */
  readonly subnet: string;
  /** The bridge's own address on the host. */
  readonly gateway: string;
  readonly bridge: PointAssertions;
  /** What made a Compose network: Compose itself with its version, or docknet in its way. Empty for any other network. */
  readonly madeBy: string;
}

/** A container as `then` sees it. */
export interface Container extends Endpoint {
  readonly name: string;
  readonly id: string;
  readonly mac: string | null;
  /** Its interface, observed at the veth's end on the host. */
  readonly eth0: PointAssertions;
  /** Its lo, where the check watches it. */
  readonly lo: PointAssertions;
  /** Its further networks by their keys. */
  readonly on: Readonly<Record<string, Endpoint & { readonly point: PointAssertions }>>;
  readonly ports: Readonly<Record<string, readonly string[]>>;
}

/** An outside host as `then` sees it. */
export interface LanHost extends Endpoint {
  readonly address: string;
  readonly eth0: PointAssertions;
}

/** A namespace made by hand as `then` sees it. */
export interface Netns extends Endpoint {
  readonly address: string;
  readonly eth0: PointAssertions;
}

/** A router made by hand as `then` sees it. */
export interface Router extends Endpoint {
  readonly address: string;
  readonly uplink: PointAssertions;
  readonly lo: PointAssertions;
  /** A rule of its IPv4 firewall. */
  rule(table: string, text: string): RuleAssertions;
}

/** The docker host as `then` sees it. */
export interface Host extends Endpoint {
  readonly address: string;
  readonly secondaryAddress: string;
  readonly uplink: PointAssertions;
  /** Its uplink to the second LAN, and its address there; empty where the check has no host there. */
  readonly secondUplink: PointAssertions;
  readonly secondUplinkAddress: string;
  readonly lo: PointAssertions;
  /** The default bridge network. */
  readonly docker0: Network;
  /** A rule of its IPv4 firewall. */
  rule(table: string, text: string): RuleAssertions;
  /** The rule that does it on the engine at hand: ranges of engine versions as semver writes them, each with table and rule. */
  ruleByEngine(engines: RuleByEngine): RuleAssertions;
}

/** `{ '<28.2.0': ['filter', 'DOCKER-ISOLATION-STAGE-2 …'], '>=28.2.0': ['raw', 'PREROUTING …'] }` */
export type RuleByEngine = Readonly<Record<string, readonly [table: string, text: string]>>;

/** What a spec becomes in `then`. */
export type PlaceOf<S extends Spec> = S extends BridgeSpec | ComposeSpec | LinuxBridgeSpec
  ? Network
  : S extends ContainerSpec
    ? Container
    : S extends LanHostSpec
      ? LanHost
      : S extends NetnsSpec
        ? Netns
        : S extends RouterSpec
          ? Router
          : S extends EngineSpec | NewerEnginesSpec
            ? undefined
            : never;

/** The places of a check, by the keys of its `given`, and the docker host. */
export type Places<G extends Given> = { readonly [K in keyof G]: PlaceOf<G[K]> } & { readonly host: Host };

/** Builds what `then` sees from what was kept of the lab. */
export function placesOf(scene: Topology): Record<string, unknown> & { readonly host: Host } {
  const places = Object.fromEntries(Object.entries(scene.places).map(([key, place]) => [key, placeOf(place)]));
  return { ...places, host: hostOf(scene) };
}

export function hostOf(scene: Topology): Host {
  const { host } = scene;
  return {
    key: 'host',
    address: host.address,
    secondaryAddress: host.secondaryAddress,
    uplink: new PointAssertions('host.uplink', host.uplink),
    lo: new PointAssertions('host.lo', 'lo'),
    secondUplink: new PointAssertions('host.secondUplink', host.secondLan?.uplink ?? ''),
    secondUplinkAddress: host.secondLan?.address ?? '',
    docker0: networkOf(host.docker0),
    rule: (table, text) => new RuleAssertions(table, text),
    ruleByEngine: (engines) => {
      const [, rule] =
        Object.entries(engines).find(([range]) =>
          satisfies(scene.engine.version, range, { includePrerelease: true }),
        ) ?? [];
      if (rule === undefined)
        throw new Error(
          `the check names no rule for engine ${scene.engine.version}, only for ${Object.keys(engines).join(', ')}`,
        );
      return new RuleAssertions(...rule);
    },
  };
}

export function placeOf(place: PlaceTopology): Network | Container | LanHost | Netns | Router {
  switch (place.kind) {
    case 'network':
      return networkOf(place);
    case 'linux-bridge':
      return linuxBridgeOf(place);
    case 'container':
      return containerOf(place);
    case 'lan-host':
      return lanHostOf(place);
    case 'netns':
      return netnsOf(place);
    case 'router':
      return routerOf(place);
  }
}

/** docker0 keeps its own name as a point; a user-defined bridge is called by its key, "br-app". */
export const bridgePoint = (key: string) => (key === 'bridge' ? 'docker0' : `br-${key}`);

function networkOf(n: NetworkTopology): Network {
  return {
    key: n.key,
    name: n.name,
    id: n.id,
    subnet: n.subnet,
    gateway: n.gateway,
    bridge: new PointAssertions(bridgePoint(n.key), n.bridge),
    madeBy: n.madeBy ?? '',
  };
}

function linuxBridgeOf(b: LinuxBridgeTopology): Network {
  return {
    key: b.key,
    name: b.bridge,
    id: '',
    subnet: b.subnet,
    gateway: b.gateway,
    bridge: new PointAssertions(bridgePoint(b.key), b.bridge),
    madeBy: '',
  };
}

export function containerOf(c: ContainerTopology): Container {
  return {
    key: c.key,
    name: c.name,
    id: c.id,
    address: c.address,
    mac: c.mac,
    ports: c.ports,
    eth0: new PointAssertions(`${c.key}.eth0`, c.veth ?? ''),
    lo: new PointAssertions(`${c.key}.lo`, 'lo'),
    on: Object.fromEntries(
      c.alsoOn.map((a) => [
        a.on,
        { key: c.key, address: a.address, point: new PointAssertions(`${c.key}.${a.interface}`, a.veth ?? '') },
      ]),
    ),
  };
}

function lanHostOf(o: LanHostTopology): LanHost {
  return { key: o.key, address: o.address, eth0: new PointAssertions(`${o.key}.eth0`, 'eth0') };
}

function netnsOf(n: NetnsTopology): Netns {
  return { key: n.key, address: n.address, eth0: new PointAssertions(`${n.key}.eth0`, n.veth) };
}

export function routerOf(r: RouterTopology): Router {
  return {
    key: r.key,
    address: r.address,
    uplink: new PointAssertions(`${r.key}.uplink`, r.uplink),
    lo: new PointAssertions(`${r.key}.lo`, 'lo'),
    rule: (table, text) => new RuleAssertions(table, text, r.key),
  };
}
