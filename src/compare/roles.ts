import { AddressRoles, nameBridge } from './addresses.js';
import { labAt, type LabPlace, type LabPlaces } from './lab-places.js';
import { Ports } from './ports.js';

/** The networks and containers whose rules a lab brings, by their keys. */
export interface Owners {
  readonly networks: readonly string[];
  readonly containers: readonly string[];
}

/** The first port of net.ipv4.ip_local_port_range on every Linux; Docker's own range, from 49153, is above it. */
export const firstEphemeralPort = 32768;

/** The end of every name docknet gives in a lab: the id of its run. */
const runSuffix = /-[0-9a-z]{10}$/;

/**
 * Names that are equal in every lab: the key of a place in its check stands for its address, name, interfaces and MAC
 * address, which differ from lab to lab. Text without a role stays as it is.
 */
export class Roles {
  readonly owners: Owners;
  readonly ports: Ports;
  readonly #lab: LabPlaces;
  readonly #ephemeral: ReadonlySet<number>;
  readonly #addresses: AddressRoles;
  readonly #words: readonly (readonly [RegExp, string])[];
  readonly #suffixes: ReadonlySet<string>;
  /** Roles of published ports by number and protocol: `49153/tcp`. */
  readonly #published: ReadonlyMap<string, string>;
  /** `web (172.17.0.2)` for each address a container ever had: the text is about a moment and names the owner. */
  readonly #named: readonly (readonly [string, string])[];
  readonly #byAddresses = new Map<string, Roles>();
  /** Most rules are listed twice, before and after the traffic, and each is searched for every name. */
  readonly #cache = new Map<string, string>();

  /**
   * @param lab The lab at its end.
   * @param ephemeral Ephemeral ports below `firstEphemeralPort`.
   */
  constructor(lab: LabPlaces, ephemeral: ReadonlySet<number> = new Set()) {
    this.#lab = lab;
    this.#ephemeral = ephemeral;
    const places = [{ ...lab.host.docker0, key: 'docker0' }, ...Object.values(lab.places)];
    this.#addresses = new AddressRoles(lab, places);
    this.ports = new Ports(places);
    this.#words = listWords(places, lab.host.mac);
    this.#published = listPublishedPorts(places);
    const keysOf = (kind: string) =>
      Object.values(lab.places)
        .filter((place) => place.kind === kind)
        .map(({ key }) => key);
    this.owners = { networks: keysOf('network'), containers: keysOf('container') };
    this.#suffixes = new Set(places.flatMap(({ name = '' }) => runSuffix.exec(name) ?? []));
    this.#named = places.flatMap(({ key, address, ipv6, earlier = [] }) => {
      if (earlier.length === 0) return [];
      const name = (one: unknown, role: string) =>
        typeof one === 'string' ? [[`${key} (${one})`, role] as const] : [];
      return [...earlier, { address, ipv6 }].flatMap((at) => [
        ...name(at.address, key),
        ...name(at.ipv6, `${key} (${key}.ipv6)`),
      ]);
    });
  }

  /** Returns the roles at a time in ns since the epoch: restarted containers may have swapped addresses. */
  at(time: bigint): Roles {
    const lab = labAt(this.#lab, Number(time / 1_000_000n));
    if (lab === this.#lab) return this;
    const key = JSON.stringify(Object.values(lab.places).map(({ address, ipv6 }) => [address, ipv6]));
    const roles = this.#byAddresses.get(key) ?? new Roles(lab, this.#ephemeral);
    this.#byAddresses.set(key, roles);
    return roles;
  }

  /** Returns an address's role: `host`, `web`, `br-app` for the host's address on that bridge; else the address. */
  address(address: string): string {
    return this.#addresses.roleOf(address);
  }

  /**
   * Returns a fixed port as it is, an ephemeral one as `*`, or as the container port that it publishes. An engine may
   * draw one number for TCP and for UDP.
   */
  port(port: number, protocol: 'tcp' | 'udp'): string {
    if (port < firstEphemeralPort && !this.#ephemeral.has(port)) return String(port);
    return this.#published.get(`${port}/${protocol}`) ?? '*';
  }

  /** Replaces everything in a text that differs between labs by its role. */
  replaceIn(text: string): string {
    const replaced = this.#cache.get(text) ?? this.#replaceIn(text);
    this.#cache.set(text, replaced);
    return replaced;
  }

  #replaceIn(text: string): string {
    const protocol = /\budp\b/i.test(text) ? 'udp' : 'tcp';
    let replaced = text;
    for (const [named, key] of this.#named) replaced = replaced.replaceAll(named, key);
    for (const suffix of this.#suffixes) replaced = replaced.replaceAll(suffix, '');
    for (const [word, role] of this.#words) replaced = replaced.replace(word, role);
    return (
      this.#addresses
        .replaceIn(replaced)
        .replace(/\b([\w.-]+) \(\1\)/g, '$1')
        .replace(/\bveth[0-9a-f]{7}\b/g, 'veth')
        .replace(/(?<=\b|__)br-[0-9a-f]{12}\b/g, 'br-other')
        // The subnet of a network that `when` created is the next free one.
        .replace(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}\/\d{1,2}(?= ! -o br-other\b)/, 'other.subnet')
        .replace(
          /((?:\bport |:|\bdport |\bsport )=?)(\d{4,5})\b/g,
          (_, before: string, port: string) => `${before}${this.port(Number(port), protocol)}`,
        )
    );
  }
}

function listWords(places: readonly LabPlace[], hostMac: string): (readonly [RegExp, string])[] {
  const words: [string, string][] = [[hostMac, 'host.mac']];
  for (const { kind, key, name, id, mac, veth, bridge, alsoOn } of places) {
    words.push(
      [id ?? '', `${key}.id`],
      [(id ?? '').slice(0, 12), `${key}.id`],
      [mac ?? '', `${key}.mac`],
      [veth ?? '', `${key}.veth`],
      [bridge ?? '', nameBridge(kind, key)],
    );
    if (name !== undefined && runSuffix.test(name)) words.push([name, key]);
    for (const other of alsoOn ?? [])
      words.push([other.mac ?? '', `${key}.mac@${other.on}`], [other.veth ?? '', `${key}.veth@${other.on}`]);
  }
  // A bridge's name contains the start of its network's id, so longer words go first.
  return (
    words
      .filter(([word, role]) => word.length > 3 && word !== role)
      .sort(([one], [other]) => other.length - one.length)
      // An engine's chain of nftables for a bridge: `filter-forward-in__br-app`.
      .map(([word, role]) => [new RegExp(`(?<=__|(?<![\\w.-]))${escapeRegExp(word)}(?![\\w-])`, 'g'), role])
  );
}

function listPublishedPorts(places: readonly LabPlace[]): Map<string, string> {
  const ports = new Map<string, string>();
  for (const { key, ports: published } of places) {
    for (const [containerPort, bindings] of Object.entries(published ?? {})) {
      const [, protocol = 'tcp'] = containerPort.split('/');
      for (const binding of bindings)
        ports.set(`${/(\d+)$/.exec(binding)?.[1]}/${protocol}`, `(ephemeral, for ${key}’s ${containerPort})`);
    }
  }
  return ports;
}

const escapeRegExp = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
