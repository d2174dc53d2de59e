import type { Packet } from '../packet/index.js';
import { fingerprint } from './fingerprint.js';
import { direction, rangeOf, type Range } from './flow.js';
import type { Replies } from './reply.js';
import type { Journey } from './types.js';

/** What one side of a TCP connection has sent, at its first point. */
interface Sent {
  readonly segments: { readonly range: Range; readonly journey: number }[];
  readonly byStart: Map<number, number>;
}

/**
 * Finds journeys that say again what an earlier one has said in the same flow: TCP retransmits, also with other
 * boundaries; the same echo request, DNS message or datagram once more, whether the sender repeated it or the frame was
 * doubled; an ARP request for which no reply has come. An empty segment or datagram says nothing that could be repeated.
 */
export class Repeats {
  readonly #said = new Map<string, number>();
  readonly #sent = new Map<string, Sent>();

  constructor(private readonly replies: Replies) {}

  /** The journey that this one repeats, the first where it is said a third time, or null; in order of first sighting. */
  of(journey: Journey): number | null {
    const { point, packet } = journey.hops[0]!;
    if (packet.tcp !== null) return this.#segment(journey, `${point} ${direction(packet)}`);
    const key = said(packet);
    if (key === null) return null;
    const before = this.#said.get(`${point} ${key}`);
    if (before === undefined || (packet.arp !== null && this.replies.has(before))) {
      this.#said.set(`${point} ${key}`, journey.id);
      return null;
    }
    return before;
  }

  #segment(journey: Journey, flow: string): number | null {
    const range = rangeOf(journey)!;
    if (range.start === range.end) return null;
    const isOpening = journey.hops[0]!.packet.tcp!.flags.syn;
    let sent = this.#sent.get(flow);
    // A SYN with another sequence number opens a new connection between the same ports.
    if (sent === undefined || (isOpening && !sent.byStart.has(range.start)))
      this.#sent.set(flow, (sent = { segments: [], byStart: new Map() }));
    const before = sent.byStart.get(range.start) ?? overlapping(sent, range);
    if (before !== null) return before;
    sent.byStart.set(range.start, journey.id);
    sent.segments.push({ range, journey: journey.id });
    return null;
  }
}

/** The latest segment with a part of the range; none where it goes on after all that was sent, as nearly always. */
function overlapping({ segments }: Sent, range: Range): number | null {
  for (let i = segments.length - 1; i >= 0; i -= 1) {
    const { range: earlier, journey } = segments[i]!;
    if (((range.start - earlier.end) | 0) >= 0) return null;
    if (((range.end - earlier.start) | 0) > 0) return journey;
  }
  return null;
}

function said(packet: Packet): string | null {
  const { arp, icmp, udp, payload, ip } = packet;
  if (arp !== null)
    return arp.operation === 'request' ? `arp ${arp.senderMac} ${arp.senderAddress} ${arp.targetAddress}` : null;
  const content = `${payload.length} ${fingerprint(payload)}`;
  if (icmp !== null)
    return icmp.id === null ? null : `icmp ${direction(packet)} ${icmp.type} ${icmp.id} ${icmp.sequence} ${content}`;
  if (udp === null || udp.payloadLength === 0 || ip?.moreFragments === true) return null;
  return `udp ${direction(packet)} ${content}`;
}
