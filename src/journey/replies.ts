import type { Packet } from '../packet/index.js';
import { directionOf, rangeOf, reverseDirectionOf } from './flow.js';
import type { Journey } from './types.js';

/** A journey that may be answered, and the answers so far. */
interface Request {
  readonly journey: number;
  acknowledged: boolean;
  answered: boolean;
}

/**
 * Finds the journey that another answers. An answer has the reverse direction at a point that saw both, so
 * translation does not matter, and what the protocol gives an answer:
 *
 * - an echo reply the id and sequence number;
 * - a DNS response the id and question, but not the port that was asked: on a container's lo, Docker's resolver is
 *   asked at its real port and answers from 53, one before and one after its translation;
 * - an ARP reply the address asked for;
 * - a TCP segment the acknowledgement number that ends the request (the first such segment, and the first with data),
 *   a reset without one the sequence number that was asked for (RFC 9293 §3.5.2);
 * - any other datagram the flow alone, so it answers the last datagram before it.
 */
export class Replies {
  readonly #requests = new Map<string, Request>();
  readonly #byJourney = new Map<number, Request>();

  /** Returns the journey that this one answers, or null. Journeys must come in order of first frame. */
  findRequest(journey: Journey): number | null {
    for (const { point, packet } of journey.hops) {
      const key = replyKey(packet);
      const request = key === null ? undefined : this.#requests.get(`${point} ${key}`);
      if (request === undefined) continue;
      const isFirst = !request.acknowledged || (!request.answered && (packet.tcp?.payloadLength ?? 0) > 0);
      request.acknowledged = true;
      if (packet.tcp === null || packet.tcp.payloadLength > 0) request.answered = true;
      if (packet.tcp === null || isFirst) return request.journey;
    }
    return null;
  }

  /** Adds a journey that may be answered. */
  add(journey: Journey): void {
    const keys = new Set(
      journey.hops.flatMap(({ point, packet }) => requestKeys(journey, packet).map((key) => `${point} ${key}`)),
    );
    if (keys.size === 0) return;
    const request: Request = { journey: journey.id, acknowledged: false, answered: false };
    this.#byJourney.set(journey.id, request);
    for (const key of keys) this.#requests.set(key, request);
  }

  /** True if a journey has an answer. */
  isAnswered(journey: number): boolean {
    return this.#byJourney.get(journey)?.acknowledged === true;
  }
}

const questionOf = ({ dns }: Packet): string =>
  `${dns?.id ?? ''} ${dns?.questions.map(({ name, type }) => `${name.toLowerCase()} ${type}`).join(' ') ?? ''}`;

/** Returns the keys that an answer to this packet would have. */
function requestKeys(journey: Journey, packet: Packet): string[] {
  const { arp, icmp, tcp, udp, dns } = packet;
  if (arp !== null) return arp.operation === 'request' ? [`arp ${arp.targetAddress}>${arp.senderAddress}`] : [];
  const reverse = reverseDirectionOf(packet);
  if (icmp !== null) return isEcho(packet, 'request') ? [`echo ${reverse} ${icmp.id} ${icmp.sequence}`] : [];
  if (tcp !== null) {
    const range = rangeOf(journey)!;
    const keys = tcp.flags.ack ? [`tcp ${reverse} reset ${tcp.acknowledgement}`] : [];
    return range.start === range.end ? keys : [...keys, `tcp ${reverse} ${range.end}`];
  }
  if (udp === null) return [];
  if (dns !== null)
    return dns.response
      ? []
      : [`dns ${packet.ip?.destination}>${packet.ip?.source}:${udp.sourcePort} ${questionOf(packet)}`];
  return [`udp ${reverse}`];
}

/** Returns the key of what a packet answers; see `requestKeys`. */
function replyKey(packet: Packet): string | null {
  const { arp, icmp, tcp, udp, dns } = packet;
  if (arp !== null) return arp.operation === 'reply' ? `arp ${arp.senderAddress}>${arp.targetAddress}` : null;
  const direction = directionOf(packet);
  if (icmp !== null) return isEcho(packet, 'reply') ? `echo ${direction} ${icmp.id} ${icmp.sequence}` : null;
  if (tcp !== null)
    return tcp.flags.ack
      ? `tcp ${direction} ${tcp.acknowledgement}`
      : tcp.flags.rst
        ? `tcp ${direction} reset ${tcp.sequence}`
        : null;
  if (udp === null) return null;
  if (dns !== null)
    return dns.response
      ? `dns ${packet.ip?.source}>${packet.ip?.destination}:${udp.destinationPort} ${questionOf(packet)}`
      : null;
  return `udp ${direction}`;
}

function isEcho({ icmp }: Packet, kind: 'request' | 'reply'): boolean {
  return (
    icmp !== null &&
    icmp.id !== null &&
    icmp.type === (icmp.version === 4 ? { request: 8, reply: 0 } : { request: 128, reply: 129 })[kind]
  );
}

/**
 * Finds the journey that an ICMP error is about. Translation reaches into the quoted packet: at a point that saw
 * both, the quote is the packet as it was there. An error quotes at least the first eight bytes of TCP (RFC 792).
 */
export class QuotedPackets {
  readonly #journeys = new Map<string, number>();

  /** Returns the journey whose packet this one quotes, or null. */
  find({ hops }: Journey): number | null {
    for (const { point, packet } of hops) {
      const quoted = packet.icmp?.quoted ?? null;
      const journey = quoted === null ? undefined : this.#journeys.get(`${point} ${quoteKey(quoted)}`);
      if (journey !== undefined) return journey;
    }
    return null;
  }

  /** Adds a journey that an error may be about. */
  add({ id, hops }: Journey): void {
    for (const { point, packet } of hops) {
      if (packet.ip !== null && packet.icmp?.quoted == null) this.#journeys.set(`${point} ${quoteKey(packet)}`, id);
    }
  }
}

/** Returns what any error quotes of a packet, and what stays the same between two points without translation. */
function quoteKey(packet: Packet): string {
  const { ip, tcp, udp, icmp } = packet;
  const own =
    tcp !== null
      ? tcp.sequence
      : udp !== null
        ? udp.payloadLength
        : icmp !== null
          ? `${icmp.type} ${icmp.id} ${icmp.sequence}`
          : ip?.length;
  return `${ip?.protocol} ${directionOf(packet)} ${ip?.id} ${ip?.fragmentOffset} ${own}`;
}
