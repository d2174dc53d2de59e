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
import { MissingAddressError, type Endpoint } from './words/address.js';
import { PointAssertions } from './words/point.js';
import { RuleAssertions } from './words/rule.js';

/** A bridge network. */
export interface Network {
  readonly key: string;
  readonly name: string;
  readonly id: string;
  /** CIDR. */
  readonly subnet: string;
  /** The bridge's own address on the host. */
  readonly gateway: string;
  readonly bridge: PointAssertions;
  /** What made a Compose network: Compose with its version. Empty for any other network. */
  readonly madeBy: string;
}

/** A container. */
export interface Container extends Endpoint {
  readonly name: string;
  readonly id: string;
  /** Its address on its own network. Throws MissingAddressError where it has none. */
  readonly address: string;
  /** False on host and none networks, and while it is not started. */
  readonly hasAddress: boolean;
  /** Its hardware address there. Throws MissingAddressError where it has none. */
  readonly mac: string;
  /** Its first process as the docker host sees it. Throws where it does not run. */
  readonly pid: number;
  /** Its interface, recorded at the veth's end on the host. */
  readonly eth0: PointAssertions;
  /** Its lo, with `captureLo`. */
  readonly lo: PointAssertions;
  readonly ports: Readonly<Record<string, readonly string[]>>;
  /** Its place on one of its further networks. Throws MissingAddressError where it is not on it. */
  attachment(network: Network): Attachment;
}

/** A container's place on one of its further networks. */
export interface Attachment extends Endpoint {
  readonly point: PointAssertions;
}

/** A host on a LAN. */
export interface LanHost extends Endpoint {
  /** Its LAN in CIDR notation. */
  readonly subnet: string;
  readonly eth0: PointAssertions;
}

/** A network namespace made with ip(8). */
export interface Netns extends Endpoint {
  readonly eth0: PointAssertions;
}

/** A router made with ip(8). */
export interface Router extends Endpoint {
  /** Its LAN in CIDR notation. */
  readonly subnet: string;
  readonly uplink: PointAssertions;
  readonly lo: PointAssertions;
  /** A rule of its IPv4 firewall. */
  rule(table: string, text: string): RuleAssertions;
}

/** The docker host. */
export interface Host extends Endpoint {
  /** Its second address on the same uplink. */
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
  /** The rule that does it on the engine at hand: a table and a rule for each range of engine versions. */
  ruleByEngine(engines: RuleByEngine): RuleAssertions;
}

/** `{ '<28.2.0': ['filter', 'DOCKER-ISOLATION-STAGE-2 …'], '>=28.2.0': ['raw', 'PREROUTING …'] }` */
export type RuleByEngine = Readonly<Record<string, readonly [table: string, text: string]>>;

/** What a spec becomes in `expect`. */
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

/** Returns the places of a check's `expect`, from what the evidence keeps of the lab. */
export function placesOf(topology: Topology): Record<string, unknown> & { readonly host: Host } {
  const places = Object.fromEntries(Object.entries(topology.places).map(([key, place]) => [key, placeOf(place)]));
  return { ...places, host: hostOf(topology) };
}

export function hostOf(topology: Topology): Host {
  const { host } = topology;
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
          satisfies(topology.engine.version, range, { includePrerelease: true }),
        ) ?? [];
      if (rule === undefined)
        throw new Error(
          `the check names no rule for engine ${topology.engine.version}, only for ${Object.keys(engines).join(', ')}`,
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
  const missing = (key = c.key): never => {
    throw new MissingAddressError(key);
  };
  return {
    key: c.key,
    name: c.name,
    id: c.id,
    get address() {
      return c.address ?? missing();
    },
    hasAddress: c.address !== null,
    get mac() {
      return c.mac ?? missing();
    },
    get pid() {
      if (c.pid === null) throw new Error(`the container ${c.key} does not run`);
      return c.pid;
    },
    ports: c.ports,
    eth0: new PointAssertions(`${c.key}.eth0`, c.veth ?? ''),
    lo: new PointAssertions(`${c.key}.lo`, 'lo'),
    attachment: (network) => {
      const further = c.alsoOn.find(({ on, address }) => on === network.key && address !== '');
      if (further === undefined) return missing(`${c.key} on ${network.key}`);
      const point = new PointAssertions(`${c.key}.${further.interface}`, further.veth ?? '');
      return { key: c.key, address: further.address, point };
    },
  };
}

function lanHostOf(o: LanHostTopology): LanHost {
  return { key: o.key, address: o.address, subnet: o.subnet, eth0: new PointAssertions(`${o.key}.eth0`, 'eth0') };
}

function netnsOf(n: NetnsTopology): Netns {
  return { key: n.key, address: n.address, eth0: new PointAssertions(`${n.key}.eth0`, n.veth) };
}

export function routerOf(r: RouterTopology): Router {
  return {
    key: r.key,
    address: r.address,
    subnet: r.subnet,
    uplink: new PointAssertions(`${r.key}.uplink`, r.uplink),
    lo: new PointAssertions(`${r.key}.lo`, 'lo'),
    rule: (table, text) => new RuleAssertions(table, text, r.key),
  };
}
