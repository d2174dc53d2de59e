import { satisfies } from 'semver';
import type {
  ContainerScene,
  HandmadeBridgeScene,
  NamespaceScene,
  NetworkScene,
  OutsideScene,
  PlaceScene,
  RouterScene,
  Scene,
} from './scene.js';
import type {
  BridgeSpec,
  ComposeSpec,
  ContainerSpec,
  EngineSpec,
  Given,
  HandmadeBridgeSpec,
  NamespaceSpec,
  NewerEnginesSpec,
  OutsideSpec,
  RouterSpec,
  Spec,
} from './spec.js';
import type { Addressed } from './words/address.js';
import { PointWords } from './words/point.js';
import { RuleWords } from './words/rule.js';

/** A bridge network as `then` sees it. */
export interface Network {
  readonly key: string;
  readonly name: string;
  readonly id: string;
  /** CIDR. */
  readonly subnet: string;
  /** The bridge's own address on the host. */
  readonly gateway: string;
  readonly bridge: PointWords;
  /** What made a Compose network: Compose itself with its version, or docknet in its way. Empty for any other network. */
  readonly madeBy: string;
}

/** A container as `then` sees it. */
export interface Container extends Addressed {
  readonly name: string;
  readonly id: string;
  readonly mac: string | null;
  /** Its interface, observed at the veth's end on the host. */
  readonly eth0: PointWords;
  /** Its lo, where the check watches it. */
  readonly lo: PointWords;
  /** Its further networks by their keys. */
  readonly on: Readonly<Record<string, Addressed & { readonly point: PointWords }>>;
  readonly ports: Readonly<Record<string, readonly string[]>>;
}

/** An outside host as `then` sees it. */
export interface Outside extends Addressed {
  readonly address: string;
  readonly eth0: PointWords;
}

/** A namespace made by hand as `then` sees it. */
export interface Handmade extends Addressed {
  readonly address: string;
  readonly eth0: PointWords;
}

/** A router made by hand as `then` sees it. */
export interface Router extends Addressed {
  readonly address: string;
  readonly uplink: PointWords;
  readonly lo: PointWords;
  /** A rule of its IPv4 firewall. */
  rule(table: string, text: string): RuleWords;
}

/** The docker host as `then` sees it. */
export interface Host extends Addressed {
  readonly address: string;
  readonly secondAddress: string;
  readonly uplink: PointWords;
  /** Its uplink to the second LAN, and its address there; empty where the check has no host there. */
  readonly uplink2: PointWords;
  readonly address2: string;
  readonly lo: PointWords;
  /** The default bridge network. */
  readonly docker0: Network;
  /** A rule of its IPv4 firewall. */
  rule(table: string, text: string): RuleWords;
  /** The rule that does it on the engine at hand: ranges of engine versions as semver writes them, each with table and rule. */
  ruleOn(engines: RuleByEngine): RuleWords;
}

/** `{ '<28.2.0': ['filter', 'DOCKER-ISOLATION-STAGE-2 …'], '>=28.2.0': ['raw', 'PREROUTING …'] }` */
export type RuleByEngine = Readonly<Record<string, readonly [table: string, text: string]>>;

/** What a spec becomes in `then`. */
export type PlaceOf<S extends Spec> = S extends BridgeSpec | ComposeSpec | HandmadeBridgeSpec
  ? Network
  : S extends ContainerSpec
    ? Container
    : S extends OutsideSpec
      ? Outside
      : S extends NamespaceSpec
        ? Handmade
        : S extends RouterSpec
          ? Router
          : S extends EngineSpec | NewerEnginesSpec
            ? undefined
            : never;

/** The places of a check, by the keys of its `given`, and the docker host. */
export type Places<G extends Given> = { readonly [K in keyof G]: PlaceOf<G[K]> } & { readonly host: Host };

/** Builds what `then` sees from what was kept of the lab. */
export function placesOf(scene: Scene): Record<string, unknown> & { readonly host: Host } {
  const places = Object.fromEntries(Object.entries(scene.places).map(([key, place]) => [key, placeOf(place)]));
  return { ...places, host: hostOf(scene) };
}

export function hostOf(scene: Scene): Host {
  const { host } = scene;
  return {
    key: 'host',
    address: host.address,
    secondAddress: host.secondAddress,
    uplink: new PointWords('host.uplink', host.uplink),
    lo: new PointWords('host.lo', 'lo'),
    uplink2: new PointWords('host.uplink2', host.second?.uplink ?? ''),
    address2: host.second?.address ?? '',
    docker0: networkOf(host.docker0),
    rule: (table, text) => new RuleWords(table, text),
    ruleOn: (engines) => {
      const [, rule] =
        Object.entries(engines).find(([range]) =>
          satisfies(scene.engine.version, range, { includePrerelease: true }),
        ) ?? [];
      if (rule === undefined)
        throw new Error(
          `the check names no rule for engine ${scene.engine.version}, only for ${Object.keys(engines).join(', ')}`,
        );
      return new RuleWords(...rule);
    },
  };
}

export function placeOf(place: PlaceScene): Network | Container | Outside | Handmade | Router {
  switch (place.kind) {
    case 'network':
      return networkOf(place);
    case 'handmade-bridge':
      return handmadeBridgeOf(place);
    case 'container':
      return containerOf(place);
    case 'outside':
      return outsideOf(place);
    case 'namespace':
      return namespaceOf(place);
    case 'router':
      return routerOf(place);
  }
}

/** docker0 keeps its own name as a point; a user-defined bridge is called by its key, "br-app". */
export const bridgePoint = (key: string) => (key === 'bridge' ? 'docker0' : `br-${key}`);

function networkOf(n: NetworkScene): Network {
  return {
    key: n.key,
    name: n.name,
    id: n.id,
    subnet: n.subnet,
    gateway: n.gateway,
    bridge: new PointWords(bridgePoint(n.key), n.bridge),
    madeBy: n.madeBy ?? '',
  };
}

function handmadeBridgeOf(b: HandmadeBridgeScene): Network {
  return {
    key: b.key,
    name: b.bridge,
    id: '',
    subnet: b.subnet,
    gateway: b.gateway,
    bridge: new PointWords(bridgePoint(b.key), b.bridge),
    madeBy: '',
  };
}

export function containerOf(c: ContainerScene): Container {
  return {
    key: c.key,
    name: c.name,
    id: c.id,
    address: c.address,
    mac: c.mac,
    ports: c.ports,
    eth0: new PointWords(`${c.key}.eth0`, c.veth ?? ''),
    lo: new PointWords(`${c.key}.lo`, 'lo'),
    on: Object.fromEntries(
      c.also.map((a) => [
        a.on,
        { key: c.key, address: a.address, point: new PointWords(`${c.key}.${a.interface}`, a.veth ?? '') },
      ]),
    ),
  };
}

function outsideOf(o: OutsideScene): Outside {
  return { key: o.key, address: o.address, eth0: new PointWords(`${o.key}.eth0`, 'eth0') };
}

function namespaceOf(n: NamespaceScene): Handmade {
  return { key: n.key, address: n.address, eth0: new PointWords(`${n.key}.eth0`, n.veth) };
}

export function routerOf(r: RouterScene): Router {
  return {
    key: r.key,
    address: r.address,
    uplink: new PointWords(`${r.key}.uplink`, r.uplink),
    lo: new PointWords(`${r.key}.lo`, 'lo'),
    rule: (table, text) => new RuleWords(table, text, r.key),
  };
}
