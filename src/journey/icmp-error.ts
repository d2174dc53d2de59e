import type { Packet } from '../packet/index.js';
import { direction } from './flow.js';
import type { Journey } from './types.js';

/**
 * Finds the journey that an ICMP error is about. Translation reaches into the quoted packet, so at a point that saw both
 * the quote says what the packet looked like there. Of TCP the first eight bytes are quoted at least (RFC 792).
 */
export class Quoted {
  readonly #seen = new Map<string, number>();

  /** The journey whose packet this one quotes, or null. */
  by({ hops }: Journey): number | null {
    for (const { point, packet } of hops) {
      const quoted = packet.icmp?.quoted ?? null;
      const about = quoted === null ? undefined : this.#seen.get(`${point} ${quotableKey(quoted)}`);
      if (about !== undefined) return about;
    }
    return null;
  }

  /** Notes a journey as one that an error may be about. */
  note({ id, hops }: Journey): void {
    for (const { point, packet } of hops) {
      if (packet.ip !== null && packet.icmp?.quoted == null) this.#seen.set(`${point} ${quotableKey(packet)}`, id);
    }
  }
}

/** What of a packet is quoted in any error, and stays as it is between two points with no translation in between. */
function quotableKey(packet: Packet): string {
  const { ip, tcp, udp, icmp } = packet;
  const own =
    tcp !== null
      ? tcp.sequence
      : udp !== null
        ? udp.payloadLength
        : icmp !== null
          ? `${icmp.type} ${icmp.id} ${icmp.sequence}`
          : ip?.length;
  return `${ip?.protocol} ${direction(packet)} ${ip?.id} ${ip?.fragmentOffset} ${own}`;
}
