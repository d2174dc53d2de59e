import { satisfies } from 'semver';
import type { Container, DockerHost, Host, LanHost, Netns, Network, Router, RuleByEngine } from './places.js';
import type {
  ContainerTopology,
  DockerHostTopology,
  LinuxBridgeTopology,
  NetnsTopology,
  NetworkTopology,
  LanHostTopology,
  PlaceTopology,
  RouterTopology,
  Topology,
} from './topology.js';
import { findPublishedPort, ipv6Endpoint, MissingAddressError } from './words/address.js';
import { PointAssertions } from './words/point.js';
import { NftChainAssertions, NftSetAssertions } from './words/nftables.js';
import { RuleAssertions } from './words/rule.js';
import { selectSpelling, type RuleSpelling, type RuleWords, type WrittenRule } from './words/rule-spelling.js';

/** Returns the places of `expect`, from a topology. */
export function placesOf(topology: Topology): Record<string, unknown> & { readonly host: Host } {
  const places = Object.fromEntries(Object.entries(topology.places).map(([key, place]) => [key, placeOf(place)]));
  return { ...places, host: hostOf(topology) };
}

/** Returns the docker host of `expect` and `when`. */
export function hostOf({ host, engine }: Pick<Topology, 'host' | 'engine'>): Host {
  return {
    key: 'host',
    address: host.address,
    ipv6: ipv6Endpoint('host', host.ipv6),
    mac: host.mac,
    secondaryAddress: host.secondaryAddress,
    uplink: new PointAssertions('host.uplink', host.uplink),
    lo: new PointAssertions('host.lo', 'lo'),
    secondUplink: new PointAssertions('host.secondUplink', host.secondLan?.uplink ?? ''),
    get secondUplinkAddress() {
      return host.secondLan?.address ?? missingAddress('host on the second LAN');
    },
    docker0: networkOf(host.docker0),
    rule: (rule: string | RuleSpelling, text?: string) =>
      new RuleAssertions(writeRule(rule, text, engine.firewallBackend)),
    ruleByEngine: (engines) =>
      new RuleAssertions(selectSpelling(selectRule(engines, engine.version), engine.firewallBackend)),
    nftChain: (table, chain) => new NftChainAssertions(table, chain),
    nftSet: (table, name) => new NftSetAssertions(table, name),
  };
}

/** Returns the rule for an engine version. @throws if no range includes it. */
function selectRule(engines: RuleByEngine, version: string): RuleWords {
  const ranges = Object.entries(engines);
  const found = ranges.find(([range]) => satisfies(version, range, { includePrerelease: true }));
  if (found === undefined)
    throw new Error(`The check has no rule for engine ${version}, only for ${Object.keys(engines).join(', ')}.`);
  return found[1];
}

/** Returns a rule in the spelling to judge, from the arguments of `rule`. */
const writeRule = (rule: string | RuleSpelling, text = '', backend: WrittenRule['backend']): WrittenRule =>
  selectSpelling(typeof rule === 'string' ? [rule, text] : rule, backend);

/** Returns a place of `expect`. */
export function placeOf(place: PlaceTopology): Network | Container | LanHost | Netns | Router | DockerHost {
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
    case 'docker-host':
      return dockerHostOf(place);
  }
}

/** Returns the name of a bridge's point: "docker0" for the default bridge, "br-app" for the network `app`. */
export const bridgePoint = (key: string) => (key === 'bridge' ? 'docker0' : `br-${key}`);

function networkOf(n: NetworkTopology): Network {
  return {
    key: n.key,
    name: n.name,
    id: n.id,
    subnet: n.subnet,
    gateway: n.gateway,
    get ipv6() {
      return n.ipv6 ?? missingAddress(`${n.key}.ipv6`);
    },
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
    get ipv6() {
      return missingAddress(`${b.key}.ipv6`);
    },
    bridge: new PointAssertions(bridgePoint(b.key), b.bridge),
    madeBy: '',
  };
}

function containerOf(c: ContainerTopology): Container {
  return {
    key: c.key,
    name: c.name,
    id: c.id,
    get address() {
      return c.address ?? missingAddress(c.key);
    },
    hasAddress: c.address !== null,
    ipv6: ipv6Endpoint(c.key, c.ipv6),
    get mac() {
      return c.mac ?? missingAddress(c.key);
    },
    get pid() {
      if (c.pid === null) throw new Error(`The container ${c.key} is not running.`);
      return c.pid;
    },
    ports: c.ports,
    publishedPort: (port) => findPublishedPort(c.ports, port),
    eth0: new PointAssertions(`${c.key}.eth0`, c.veth ?? ''),
    lo: new PointAssertions(`${c.key}.lo`, 'lo'),
    attachment: (network) => {
      const further = c.alsoOn.find(
        ({ on, address, ipv6 }) => on === network.key && (address !== '' || ipv6 !== undefined),
      );
      if (further === undefined) return missingAddress(`${c.key} on ${network.key}`);
      const point = new PointAssertions(`${c.key}.${further.interface}`, further.veth ?? '');
      return {
        key: c.key,
        get address() {
          return further.address === '' ? missingAddress(`${c.key} on ${network.key}`) : further.address;
        },
        ipv6: ipv6Endpoint(c.key, further.ipv6),
        point,
      };
    },
  };
}

function lanHostOf(o: LanHostTopology): LanHost {
  return {
    key: o.key,
    address: o.address,
    ipv6: ipv6Endpoint(o.key, o.ipv6),
    subnet: o.subnet,
    eth0: new PointAssertions(`${o.key}.eth0`, 'eth0'),
  };
}

function netnsOf(n: NetnsTopology): Netns {
  return { key: n.key, address: n.address, eth0: new PointAssertions(`${n.key}.eth0`, n.veth) };
}

/** Returns a router of `expect` and `when`. */
export function routerOf(r: RouterTopology): Router {
  return {
    key: r.key,
    address: r.address,
    ipv6: ipv6Endpoint(r.key, r.ipv6),
    subnet: r.subnet,
    uplink: new PointAssertions(`${r.key}.uplink`, r.uplink),
    lo: new PointAssertions(`${r.key}.lo`, 'lo'),
    rule: (rule: string | RuleSpelling, text?: string) => new RuleAssertions(writeRule(rule, text, 'iptables'), r.key),
  };
}

/** Returns a second docker host of `expect` and `when`. */
export function dockerHostOf({ key, address, uplink }: DockerHostTopology): DockerHost {
  return { key, address, uplink: new PointAssertions(`${key}.uplink`, uplink) };
}

function missingAddress(key: string): never {
  throw new MissingAddressError(key);
}
