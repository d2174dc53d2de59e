import type { StartedContainer } from '../../engine/index.js';
import { parseLinks } from '../../lab/index.js';
import type { ContainerTopology } from '../topology.js';
import { findPublishedPort, ipv6Endpoint, MissingAddressError, type Endpoint } from '../words/address.js';
import { logStep } from './context.js';
import { processOf } from './docker-run.js';
import { EngineContainer, type NamedNetwork } from './engine-container.js';
import { pairVeths, readVethEnds, type VethEnd, type VethPair } from './veths.js';

/** A container that `when` acts with. */
export class LiveContainer extends EngineContainer implements Endpoint {
  private vethEnds: readonly VethEnd[] = [];
  /** The addresses it has had, each with when it got it, in milliseconds since the epoch. */
  private readonly addressHistory: {
    readonly address: string;
    readonly ipv6: string | null;
    readonly since: number;
  }[] = [];

  /** Its address on its own network. @throws MissingAddressError if it has none. */
  get address(): string {
    return this.currentAddress ?? missing(this.key);
  }
  /** False on host and none networks, and while it is not started. */
  get hasAddress(): boolean {
    return this.currentAddress !== null;
  }
  /** Itself over IPv6, on its own network. */
  get ipv6(): Endpoint {
    return ipv6Endpoint(this.key, this.attachmentTo(this.networkNames[0])?.ipv6 ?? undefined);
  }
  private get currentAddress(): string | null {
    return (this.running && this.attachmentTo(this.networkNames[0])?.address) ?? null;
  }

  /** Its first process as the docker host sees it: `docker inspect -f '{{.State.Pid}}'`. */
  override get pid(): number {
    return this.description.pid;
  }
  /** The engine's warnings when it was created, as `docker run` prints them. */
  get warnings(): readonly string[] {
    return this.description.warnings;
  }
  /** The names of the networks that the engine says it is on. */
  get networks(): readonly string[] {
    return this.description.attachments.map(({ network }) => network);
  }
  /** Its DNS names on its own network, as the engine lists them. */
  get dnsNames(): readonly string[] {
    return this.attachmentTo(this.networkNames[0])?.dnsNames ?? [];
  }
  /** Path of its network namespace. */
  get namespacePath(): string {
    return this.context.lab.containerNamespace(this.pid);
  }
  private get description(): StartedContainer {
    if (this.running === null) throw new Error(`the container ${this.key} is not started`);
    return this.running;
  }
  /** Its networks in `given`, its own first. */
  get givenNetworks(): readonly NamedNetwork[] {
    return [this.spec.on, ...this.spec.alsoOn].map((key, n) => ({ key, name: this.networkNames[n] ?? '' }));
  }
  /** Its process, as a Compose file names it. */
  get command(): readonly string[] {
    return processOf(this.spec);
  }

  /** Returns its place on one of its further networks. @throws MissingAddressError if it has no address there. */
  attachment(network: { readonly key: string; readonly name: string }): Endpoint & { readonly ipv6: Endpoint } {
    const at = this.attachmentTo(network.name);
    const { key } = this;
    const where = `${key} on ${network.key}`;
    if (at === undefined) return missing(where);
    return {
      key,
      get address() {
        return at.address ?? missing(where);
      },
      ipv6: ipv6Endpoint(key, at.ipv6 ?? undefined),
    };
  }

  /** Returns the host port of a published port, `'80/tcp'`: the first for IPv4; 0 if it has none. */
  publishedPort(port: string): number {
    return findPublishedPort(this.running?.ports ?? {}, port);
  }

  /** Lists its veth pairs. */
  async veths(): Promise<VethPair[]> {
    const { lab } = this.context;
    const [inside, onHost] = await Promise.all([
      this.links(),
      lab.run(lab.hostNetworkPrefix, ['ip', '-json', '-details', 'link']),
    ]);
    return pairVeths(inside, parseLinks(logStep(this.context, 'host', onHost).stdout));
  }

  /** Lists the command lines of the processes that it sees. */
  async processes(): Promise<string[]> {
    return (await this.sh('ps -o args')).trim().split('\n').slice(1);
  }

  /** Returns what the evidence keeps of it. */
  topology(): ContainerTopology {
    const at = this.running;
    const own = this.attachmentTo(this.networkNames[0]);
    const vethOf = (mac: string | null | undefined) => this.vethEnds.find((i) => i.mac === mac);
    const given = this.givenNetworks.slice(1);
    // Engines before 28 connect a container that is created with several networks in any order; its points are named
    // as if its own network were first.
    const ownName = vethOf(own?.mac)?.name ?? 'eth0';
    const later = this.connected.filter(({ name }) => !this.networkNames.includes(name));
    const alsoOn = [...given, ...later].map(({ key: on, name }) => {
      const further = this.attachmentTo(name);
      const end = vethOf(further?.mac);
      return {
        on,
        address: further?.address ?? '',
        ...(further?.ipv6 == null ? {} : { ipv6: further.ipv6 }),
        mac: further?.mac ?? null,
        veth: end?.veth ?? null,
        interface: end?.name === 'eth0' ? ownName : (end?.name ?? ''),
      };
    });
    const earlier = this.addressHistory.flatMap(({ address, ipv6 }, n) => {
      const until = this.addressHistory[n + 1]?.since ?? this.goneSince;
      return until === null ? [] : [{ address, ...(ipv6 === null ? {} : { ipv6 }), until }];
    });
    return {
      kind: 'container',
      key: this.key,
      name: this.name,
      id: at?.id ?? '',
      pid: at?.pid ?? null,
      on: this.spec.on,
      address: own?.address ?? null,
      ...(own?.ipv6 == null ? {} : { ipv6: own.ipv6 }),
      mac: own?.mac ?? null,
      ...(earlier.length === 0 ? {} : { earlier }),
      veth: vethOf(own?.mac)?.veth ?? null,
      alsoOn,
      serve: this.spec.serve,
      ports: at?.ports ?? {},
    };
  }

  /** Notes its address and finds its veths. */
  protected async settle(): Promise<void> {
    const address = this.currentAddress;
    const ipv6 = this.attachmentTo(this.networkNames[0])?.ipv6 ?? null;
    const last = this.addressHistory.at(-1);
    if (address !== null && address !== '' && (address !== last?.address || ipv6 !== last.ipv6))
      this.addressHistory.push({ address, ipv6, since: Date.now() });
    const isAttached = this.description.attachments.some(({ address, ipv6 }) => (address ?? ipv6) !== null);
    this.vethEnds = isAttached ? await readVethEnds(this.context.lab, this.pid) : [];
  }

  private attachmentTo(network: string) {
    return this.running?.attachments.find((a) => a.network === network);
  }
}

function missing(key: string): never {
  throw new MissingAddressError(key);
}
