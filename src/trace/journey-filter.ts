import type { ObservedContainer } from '../engine/index.js';
import type { Journey } from '../journey/index.js';
import type { Packet } from '../packet/index.js';
import type { TracePoint } from './types.js';

/** Flows remembered at most; the oldest is forgotten first. */
const maxFlows = 10_000;

/**
 * Selects the journeys of the traced containers from those of others at the same bridges and uplink: by point, by
 * address, by published port, and, for a packet seen at the uplink alone (a reply that the host dropped), by the
 * translated flow of an earlier packet.
 */
export class JourneyFilter {
  readonly #points = new Set<string>();
  readonly #addresses = new Set<string>();
  /** "tcp 8080" */
  readonly #ports = new Set<string>();
  readonly #flows = new Set<string>();
  #acceptsAll = false;

  /** @param machine The machine's own addresses, where published ports are. */
  constructor(private readonly machine: ReadonlySet<string>) {}

  /** Adds a running container; `onHost` if it shares the docker host's namespace. */
  addContainer({ attachments, ports }: ObservedContainer, onHost: boolean): void {
    for (const { address } of attachments) if (address !== null) this.#addresses.add(address);
    for (const [port, published] of Object.entries(ports)) {
      const protocol = port.slice(port.indexOf('/') + 1);
      for (const at of published) this.#ports.add(`${protocol} ${at.slice(at.lastIndexOf(':') + 1)}`);
    }
    this.#acceptsAll ||= onHost;
  }

  /** Adds a point: all journeys at a container's own point are the container's. */
  addPoint({ point, container }: TracePoint): void {
    if (container !== null) this.#points.add(point.name);
  }

  /** True if a journey is of a traced container. Journeys must come in order of time. */
  accepts({ hops }: Journey): boolean {
    if (this.#acceptsAll) return true;
    const accepted =
      hops.some(({ point, packet }) => this.#points.has(point) || this.#isOfContainer(packet)) ||
      // At every hop: behind the same masquerade, flows of others look alike at the uplink.
      (this.#flows.size > 0 && hops.every(({ packet }) => this.#flows.has(flowOf(packet) ?? '')));
    if (accepted)
      for (const { packet, changes } of hops)
        if (changes.some(({ field }) => field.startsWith('source') || field.startsWith('destination')))
          this.#rememberFlow(flowOf(packet));
    return accepted;
  }

  #isOfContainer(packet: Packet): boolean {
    const { ip, arp } = packet;
    if (arp !== null) return this.#addresses.has(arp.senderAddress) || this.#addresses.has(arp.targetAddress);
    if (ip === null) return false;
    return (
      this.#addresses.has(ip.source) ||
      this.#addresses.has(ip.destination) ||
      this.#isPublished(packet) ||
      (packet.icmp?.quoted != null && this.#isOfContainer(packet.icmp.quoted))
    );
  }

  #isPublished({ ip, tcp, udp }: Packet): boolean {
    const transport = tcp ?? udp;
    if (ip === null || transport === null || this.#ports.size === 0) return false;
    const protocol = tcp === null ? 'udp' : 'tcp';
    return (
      (this.#ports.has(`${protocol} ${transport.destinationPort}`) && this.#isMachine(ip.destination)) ||
      (this.#ports.has(`${protocol} ${transport.sourcePort}`) && this.#isMachine(ip.source))
    );
  }

  #isMachine(address: string): boolean {
    return address.startsWith('127.') || this.machine.has(address);
  }

  #rememberFlow(flow: string | null): void {
    if (flow === null || this.#flows.has(flow)) return;
    const [oldest] = this.#flows;
    if (this.#flows.size >= maxFlows && oldest !== undefined) this.#flows.delete(oldest);
    this.#flows.add(flow);
  }
}

/** Returns a flow's key, the same for both directions. */
function flowOf({ ip, tcp, udp, icmp }: Packet): string | null {
  if (ip === null) return null;
  const ports = tcp ?? udp;
  if (ports !== null) {
    const ends = [`${ip.source} ${ports.sourcePort}`, `${ip.destination} ${ports.destinationPort}`];
    return `${ip.protocol} ${ends.sort().join(' ')}`;
  }
  if (icmp === null || icmp.id === null) return null;
  return `${ip.protocol} ${[ip.source, ip.destination].sort().join(' ')} ${icmp.id}`;
}
