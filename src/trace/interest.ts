import type { ObservedContainer } from '../engine/index.js';
import type { Journey } from '../journey/index.js';
import type { Packet } from '../packet/index.js';
import type { TracePoint } from './types.js';

/** Flows remembered at most; of more, the oldest is forgotten. */
const flowsAtMost = 10_000;

/**
 * Tells the journeys of the containers that are traced from those of others, which pass the same bridges and the same uplink:
 * by the points, by the addresses, by the ports that are published, and, of a packet seen at the uplink alone (a reply that
 * the host dropped), by the translated flow that an earlier packet of theirs was in.
 */
export class JourneyFilter {
  readonly #points = new Set<string>();
  readonly #addresses = new Set<string>();
  /** "tcp 8080" */
  readonly #ports = new Set<string>();
  readonly #flows = new Set<string>();
  #everything = false;

  /** @param machine The machine's own addresses: where published ports are. */
  constructor(readonly machine: ReadonlySet<string>) {}

  /** Takes a container in, as it runs now; `onHost` where it shares the docker host's namespace. */
  add({ attachments, ports }: ObservedContainer, onHost: boolean): void {
    for (const { address } of attachments) if (address !== null) this.#addresses.add(address);
    for (const [port, published] of Object.entries(ports)) {
      const protocol = port.slice(port.indexOf('/') + 1);
      for (const at of published) this.#ports.add(`${protocol} ${at.slice(at.lastIndexOf(':') + 1)}`);
    }
    this.#everything ||= onHost;
  }

  /** Takes a point in; whatever passes a container's own is of interest. */
  addPoint({ point, container }: TracePoint): void {
    if (container !== null) this.#points.add(point.name);
  }

  /** Whether a journey is one of theirs. To be asked in the order of time. */
  accepts({ hops }: Journey): boolean {
    if (this.#everything) return true;
    const wanted =
      hops.some(({ point, packet }) => this.#points.has(point) || this.#isTheirs(packet)) ||
      // Whole, since behind the same masquerade others' flows look alike at the uplink.
      (this.#flows.size > 0 && hops.every(({ packet }) => this.#flows.has(flowOf(packet) ?? '')));
    if (wanted)
      for (const { packet, changes } of hops)
        if (changes.some(({ field }) => field.startsWith('source') || field.startsWith('destination')))
          this.#remember(flowOf(packet));
    return wanted;
  }

  #isTheirs(packet: Packet): boolean {
    const { ip, arp } = packet;
    if (arp !== null) return this.#addresses.has(arp.senderAddress) || this.#addresses.has(arp.targetAddress);
    if (ip === null) return false;
    return (
      this.#addresses.has(ip.source) ||
      this.#addresses.has(ip.destination) ||
      this.#isPublished(packet) ||
      (packet.icmp?.quoted != null && this.#isTheirs(packet.icmp.quoted))
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

  #remember(flow: string | null): void {
    if (flow === null || this.#flows.has(flow)) return;
    if (this.#flows.size >= flowsAtMost)
      for (const oldest of this.#flows) {
        this.#flows.delete(oldest);
        break;
      }
    this.#flows.add(flow);
  }
}

/** A flow, the same for both its directions. */
function flowOf({ ip, tcp, udp, icmp }: Packet): string | null {
  if (ip === null) return null;
  const transport = tcp ?? udp;
  if (transport !== null)
    return `${ip.protocol} ${[`${ip.source} ${transport.sourcePort}`, `${ip.destination} ${transport.destinationPort}`].sort().join(' ')}`;
  return icmp === null || icmp.id === null
    ? null
    : `${ip.protocol} ${[ip.source, ip.destination].sort().join(' ')} ${icmp.id}`;
}
