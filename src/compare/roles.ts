import { Addresses } from './addresses.js';
import type { Owners } from './lab-order.js';
import { labAt, type LabPlace, type LabPlaces } from './places.js';

/**
 * Names by which two labs can be compared: the key that a check gives a place stands for its address, its name, its
 * interfaces and its MAC address, which are others in every lab. What has no role stays as it is.
 */
export class Roles {
  private readonly addresses: Addresses;
  private readonly words: readonly (readonly [RegExp, string])[];
  /** The networks and containers of the lab. */
  readonly owners: Owners;
  private readonly endings: ReadonlySet<string>;
  private readonly published: ReadonlyMap<number, string>;
  private readonly moved: readonly (readonly [string, string])[];
  private readonly moments = new Map<string, Roles>();
  /** The rules of a lab are alike before and after its traffic, and each is looked through for every name. */
  private readonly told = new Map<string, string>();

  /**
   * @param lab As it was at the end.
   * @param drawn Ports below the drawn ones that were drawn all the same: `portsDrawnAnew`.
   */
  constructor(
    private readonly lab: LabPlaces,
    private readonly drawn: ReadonlySet<number> = new Set(),
  ) {
    const places = [{ ...lab.host.docker0, key: 'docker0' }, ...Object.values(lab.places)];
    this.addresses = new Addresses(lab, places);
    this.words = wordsOf(places, lab.host.mac);
    this.published = publishedPorts(places);
    const keys = (kind: string) =>
      Object.values(lab.places)
        .filter((place) => place.kind === kind)
        .map(({ key }) => key);
    this.owners = { networks: keys('network'), containers: keys('container') };
    this.endings = new Set(places.flatMap(({ name = '' }) => ending.exec(name) ?? []));
    this.moved = places.flatMap(({ key, address, earlier = [] }) =>
      [...earlier.map((one) => one.address), ...(earlier.length > 0 ? [address ?? ''] : [])].map(
        (one) => [`${key} (${one})`, key] as const,
      ),
    );
  }

  /** The roles at a moment, nanoseconds since the epoch: containers that an engine starts anew may have changed addresses with each other. */
  at(time: bigint): Roles {
    const lab = labAt(this.lab, Number(time / 1_000_000n));
    if (lab === this.lab) return this;
    const key = JSON.stringify(Object.values(lab.places).map(({ address }) => address));
    const roles = this.moments.get(key) ?? new Roles(lab, this.drawn);
    this.moments.set(key, roles);
    return roles;
  }

  /** `host`, `web`, `br-app` for the host's address on that bridge; an address without a role as it is. */
  address(address: string): string {
    return this.addresses.role(address);
  }

  /**
   * A port that a check or the engine chose by number as it is, one that the engine drew and says so by what it leads to,
   * any other from the range that kernels draw from as `*`: it is another number in every run.
   */
  port(port: number): string {
    if (port < firstDrawn && !this.drawn.has(port)) return String(port);
    return this.published.get(port) ?? '*';
  }

  /** A sentence, a rule or a name with roles in place of all that differs between labs. */
  text(text: string): string {
    const known = this.told.get(text) ?? this.tell(text);
    this.told.set(text, known);
    return known;
  }

  private tell(text: string): string {
    let told = text;
    // Whoever says of whom an address is tells of a moment, and knows.
    for (const [named, key] of this.moved) told = told.replaceAll(named, key);
    for (const ending of this.endings) told = told.replaceAll(ending, '');
    for (const [word, role] of this.words) told = told.replace(word, role);
    told = this.addresses.inText(told);
    told = told.replace(/\b([\w.-]+) \(\1\)/g, '$1');
    return told
      .replace(/\bveth[0-9a-f]{7}\b/g, 'veth')
      .replace(/\bbr-[0-9a-f]{12}\b/g, 'br-other')
      .replace(
        /((?:\bport |:|\bdport |\bsport )=?)(\d{4,5})\b/g,
        (_, before: string, port: string) => `${before}${this.port(Number(port))}`,
      );
  }
}

/** The first port of net.ipv4.ip_local_port_range as every Linux has it; Docker's own range, from 49153, is above. */
export const firstDrawn = 32768;

function wordsOf(places: readonly LabPlace[], hostMac: string): (readonly [RegExp, string])[] {
  const words: [string, string][] = [[hostMac, 'host.mac']];
  for (const { kind, key, name, id, mac, veth, bridge, alsoOn: also } of places) {
    const point = kind === 'network' && key !== 'docker0' ? `br-${key}` : key;
    words.push(
      [id ?? '', `${key}.id`],
      [(id ?? '').slice(0, 12), `${key}.id`],
      [mac ?? '', `${key}.mac`],
      [veth ?? '', `${key}.veth`],
      [bridge ?? '', point],
    );
    if (name !== undefined && ending.test(name)) words.push([name, key]);
    for (const further of also ?? [])
      words.push([further.mac ?? '', `${key}.mac@${further.on}`], [further.veth ?? '', `${key}.veth@${further.on}`]);
  }
  // A bridge's name holds the beginning of its network's id, so the longer word goes first.
  return words
    .filter(([word, role]) => word.length > 3 && word !== role)
    .sort(([one], [other]) => other.length - one.length)
    .map(([word, role]) => [new RegExp(`(?<![\\w.-])${escaped(word)}(?![\\w-])`, 'g'), role]);
}

function publishedPorts(places: readonly LabPlace[]): Map<number, string> {
  const ports = new Map<number, string>();
  for (const { key, ports: published } of places) {
    for (const [inside, outside] of Object.entries(published ?? {})) {
      for (const binding of outside) ports.set(Number(/(\d+)$/.exec(binding)?.[1]), `(drawn for ${key}’s ${inside})`);
    }
  }
  return ports;
}

/** What every name ends in that docknet gives in a lab: the id of the run that made it. */
const ending = /-[0-9a-z]{10}$/;
const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
