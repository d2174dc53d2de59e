import type { Packet } from '../packet/index.js';
import { directionOf, rangeOf, type SequenceRange } from './flow.js';
import { fingerprint } from './identity.js';
import type { Replies } from './replies.js';
import type { Journey } from './types.js';

/** What one side of a TCP connection has sent, at its first point. */
interface SentSegments {
  readonly segments: { readonly range: SequenceRange; readonly journey: number }[];
  readonly byStart: Map<number, number>;
}

/**
 * Finds journeys that repeat an earlier one of the same flow: TCP retransmissions, also with other boundaries; the
 * same echo request, DNS message or datagram, whether the sender repeated it or the frame was duplicated; an ARP
 * request without a reply so far. An empty segment or datagram repeats nothing.
 */
export class Repeats {
  readonly #messages = new Map<string, number>();
  readonly #segments = new Map<string, SentSegments>();

  constructor(private readonly replies: Replies) {}

  /** Returns the first journey that this one repeats, or null. Journeys must come in order of first frame. */
  find(journey: Journey): number | null {
    const { point, packet } = journey.hops[0]!;
    if (packet.tcp !== null) return this.#findSegment(journey, `${point} ${directionOf(packet)}`);
    const key = messageKey(packet);
    if (key === null) return null;
    const before = this.#messages.get(`${point} ${key}`);
    if (before === undefined || (packet.arp !== null && this.replies.isAnswered(before))) {
      this.#messages.set(`${point} ${key}`, journey.id);
      return null;
    }
    return before;
  }

  #findSegment(journey: Journey, flow: string): number | null {
    const range = rangeOf(journey)!;
    if (range.start === range.end) return null;
    const isOpening = journey.hops[0]!.packet.tcp!.flags.syn;
    let sent = this.#segments.get(flow);
    // A SYN with another sequence number opens a new connection between the same ports.
    if (sent === undefined || (isOpening && !sent.byStart.has(range.start)))
      this.#segments.set(flow, (sent = { segments: [], byStart: new Map() }));
    const before = sent.byStart.get(range.start) ?? findOverlapping(sent, range);
    if (before !== null) return before;
    sent.byStart.set(range.start, journey.id);
    sent.segments.push({ range, journey: journey.id });
    return null;
  }
}

/** Returns the latest segment that overlaps the range; null if the range follows everything sent, as nearly always. */
function findOverlapping({ segments }: SentSegments, range: SequenceRange): number | null {
  for (let i = segments.length - 1; i >= 0; i -= 1) {
    const { range: earlier, journey } = segments[i]!;
    if (((range.start - earlier.end) | 0) >= 0) return null;
    if (((range.end - earlier.start) | 0) > 0) return journey;
  }
  return null;
}

function messageKey(packet: Packet): string | null {
  const { arp, icmp, udp, payload, ip } = packet;
  if (arp !== null)
    return arp.operation === 'request' ? `arp ${arp.senderMac} ${arp.senderAddress} ${arp.targetAddress}` : null;
  const content = `${payload.length} ${fingerprint(payload)}`;
  if (icmp !== null)
    return icmp.id === null ? null : `icmp ${directionOf(packet)} ${icmp.type} ${icmp.id} ${icmp.sequence} ${content}`;
  if (udp === null || udp.payloadLength === 0 || ip?.moreFragments === true) return null;
  return `udp ${directionOf(packet)} ${content}`;
}
