import type { Packet } from '../packet/index.js';
import { backwards, direction, rangeOf } from './flow.js';
import type { Journey } from './types.js';

/** A journey that may be answered, and which answers it has had. */
interface Asked {
  readonly journey: number;
  acknowledged: boolean;
  answered: boolean;
}

/**
 * Finds which journey another answers: the answer has addresses and ports the other way round at a point that saw both,
 * so translation does not matter, and what the protocol says an answer has: an echo reply id and sequence number; a DNS
 * response id and question (not the port that was asked: on a container's own lo Docker's resolver is asked at its real
 * port and answers from 53, as one is before and the other after its translation); an ARP reply the address asked for; a TCP segment the acknowledgement number that ends the
 * segment it answers (the first such one, and the first with data of its own), a reset without one the sequence number
 * that was asked for (RFC 9293 §3.5.2); any other datagram nothing but the flow, so it answers the last one before it.
 */
export class Replies {
  readonly #asked = new Map<string, Asked>();
  readonly #of = new Map<number, Asked>();

  /** The journey that this one answers, or null; to be asked of journeys in order of first sighting. */
  to(journey: Journey): number | null {
    for (const { point, packet } of journey.hops) {
      const key = answerKey(packet);
      const asked = key === null ? undefined : this.#asked.get(`${point} ${key}`);
      if (asked === undefined) continue;
      const isNews = !asked.acknowledged || (!asked.answered && (packet.tcp?.payloadLength ?? 0) > 0);
      asked.acknowledged = true;
      if (packet.tcp === null || packet.tcp.payloadLength > 0) asked.answered = true;
      if (packet.tcp === null || isNews) return asked.journey;
    }
    return null;
  }

  /** Notes a journey as one that may be answered. */
  note(journey: Journey): void {
    const keys = new Set(
      journey.hops.flatMap(({ point, packet }) => askedKeys(journey, packet).map((key) => `${point} ${key}`)),
    );
    if (keys.size === 0) return;
    const asked: Asked = { journey: journey.id, acknowledged: false, answered: false };
    this.#of.set(journey.id, asked);
    for (const key of keys) this.#asked.set(key, asked);
  }

  /** Whether a journey has had any answer. */
  has(journey: number): boolean {
    return this.#of.get(journey)?.acknowledged === true;
  }
}

const question = ({ dns }: Packet): string =>
  `${dns?.id ?? ''} ${dns?.questions.map(({ name, type }) => `${name.toLowerCase()} ${type}`).join(' ') ?? ''}`;

/** What an answer to this packet would be known by. */
function askedKeys(journey: Journey, packet: Packet): string[] {
  const { arp, icmp, tcp, udp, dns } = packet;
  if (arp !== null) return arp.operation === 'request' ? [`arp ${arp.targetAddress}>${arp.senderAddress}`] : [];
  const back = backwards(packet);
  if (icmp !== null) return isEcho(packet, 'request') ? [`echo ${back} ${icmp.id} ${icmp.sequence}`] : [];
  if (tcp !== null) {
    const range = rangeOf(journey)!;
    const keys = tcp.flags.ack ? [`tcp ${back} reset ${tcp.acknowledgement}`] : [];
    return range.start === range.end ? keys : [...keys, `tcp ${back} ${range.end}`];
  }
  if (udp === null) return [];
  if (dns !== null)
    return dns.response
      ? []
      : [`dns ${packet.ip?.destination}>${packet.ip?.source}:${udp.sourcePort} ${question(packet)}`];
  return [`udp ${back}`];
}

/** What a packet answers, as `askedKeys` has it. */
function answerKey(packet: Packet): string | null {
  const { arp, icmp, tcp, udp, dns } = packet;
  if (arp !== null) return arp.operation === 'reply' ? `arp ${arp.senderAddress}>${arp.targetAddress}` : null;
  const way = direction(packet);
  if (icmp !== null) return isEcho(packet, 'reply') ? `echo ${way} ${icmp.id} ${icmp.sequence}` : null;
  if (tcp !== null)
    return tcp.flags.ack
      ? `tcp ${way} ${tcp.acknowledgement}`
      : tcp.flags.rst
        ? `tcp ${way} reset ${tcp.sequence}`
        : null;
  if (udp === null) return null;
  if (dns !== null)
    return dns.response
      ? `dns ${packet.ip?.source}>${packet.ip?.destination}:${udp.destinationPort} ${question(packet)}`
      : null;
  return `udp ${way}`;
}

function isEcho({ icmp }: Packet, kind: 'request' | 'reply'): boolean {
  return (
    icmp !== null &&
    icmp.id !== null &&
    icmp.type === (icmp.version === 4 ? { request: 8, reply: 0 } : { request: 128, reply: 129 })[kind]
  );
}
