import { compareFrames } from './frame.js';
import type { Identity } from './identity.js';
import type { Frame } from './types.js';

/** A journey that may still get frames. */
export interface OpenJourney {
  readonly identity: Identity;
  /** At least one, in time order. */
  readonly frames: Frame[];
  /** Pieces that this TCP segment was cut into on its way, or assembled from; see `Segments`. */
  pieces: OpenJourney[] | null;
  /** The segment that this one is a piece of. */
  whole: OpenJourney | null;
  /** True once it was returned by the joiner: it gets no more frames. */
  closed: boolean;
}

/** Returns the time of its latest frame, pieces included, in nanoseconds since the epoch. */
export function findLastTime({ frames, pieces }: OpenJourney): bigint {
  let last = frames[frames.length - 1]!.time;
  for (const piece of pieces ?? []) {
    const { time } = piece.frames[piece.frames.length - 1]!;
    if (time > last) last = time;
  }
  return last;
}

/** Lists its frames and those of its pieces, in time order. */
export function listFrames({ frames, pieces }: OpenJourney): readonly Frame[] {
  if (pieces === null) return frames;
  return [...frames, ...pieces.flatMap((piece) => piece.frames)].sort(compareFrames);
}

/**
 * Longest time between two points, in nanoseconds. Forwarding takes microseconds. A packet can wait for its next
 * hop's MAC address: Linux asks three times, a second apart, before it drops the packet (mcast_solicit,
 * retrans_time_ms in arp(7)).
 */
export const longestStep = 3_100_000_000n;

/**
 * Returns the open journey that a frame fits best; null if it fits none. Of equals one that has not been at the frame's
 * point yet, and of these the earliest: few packets pass a point twice.
 *
 * @param hold Nanoseconds without a frame after which a journey is over.
 */
export function findBestFit(
  candidates: readonly OpenJourney[],
  next: Frame,
  identity: Identity,
  hold: bigint,
): OpenJourney | null {
  let best: OpenJourney | null = null;
  let bestRating = -1;
  for (const candidate of candidates) {
    const { frames } = candidate;
    const last = frames[frames.length - 1]!;
    if (next.time - last.time > hold) continue;
    const there = frames.filter((earlier) => earlier.point === next.point);
    if (there.some((earlier) => !canReturn(earlier, next, identity))) continue;
    const fit = rateFit(last, next, candidate.identity.distinctive || identity.distinctive);
    if (fit === null) continue;
    const rating = 2 * fit + (there.length === 0 ? 1 : 0);
    if (rating > bestRating) [best, bestRating] = [candidate, rating];
  }
  return best;
}

/**
 * Rates how well `next` fits as the step after `last` of one packet, given that both have the same identity. Higher
 * is better, null is impossible:
 *
 * - A step takes three seconds at most; see `longestStep`.
 * - The TTL never grows: routers only lower it (RFC 1812 §5.3.1).
 * - The same point sees the packet again only with a lower TTL or, if the identity is distinctive, other addresses. A
 *   packet sent back out where it came in (a published port reached from its own network) was routed in between, or
 *   translated and bridged (br_netfilter_hooks.c, bridged DNAT); a repeat has the TTL and the addresses it had.
 * - Unless the identity is distinctive, addresses and ports change only together with the TTL, and one of the two
 *   addresses stays. Netfilter translates while routing; between a bridge and its port only while
 *   bridge-nf-call-iptables is 1, and both addresses only if a published port is reached from its own network.
 *   Without a number of its own a packet that differs so much more likely belongs to another flow.
 *
 * Of possible steps, the one that keeps more of addresses, ports and ICMP id fits better.
 *
 * @param distinctive Whether the identity holds a number of the packet's own; see `Identity`.
 */
export function rateFit(last: Frame, next: Frame, distinctive: boolean): number | null {
  if (next.time - last.time > longestStep) return null;
  const [a, b] = [last.packet, next.packet];
  // Below IP the identity holds the addresses; what is left is that a point sees a frame once.
  if (a.ip === null || b.ip === null) return last.point === next.point ? null : 0;
  const sameSource = a.ip.source === b.ip.source;
  const sameDestination = a.ip.destination === b.ip.destination;
  const [portsA, portsB] = [a.tcp ?? a.udp, b.tcp ?? b.udp];
  const sameSourcePort = portsA?.sourcePort === portsB?.sourcePort;
  const sameDestinationPort = portsA?.destinationPort === portsB?.destinationPort;
  const sameIcmpId = a.icmp?.id === b.icmp?.id;
  const unchanged = sameSource && sameDestination && sameSourcePort && sameDestinationPort && sameIcmpId;
  if (b.ip.ttl > a.ip.ttl) return null;
  if (b.ip.ttl === a.ip.ttl && !unchanged && !distinctive) return null;
  if (!sameSource && !sameDestination && !distinctive) return null;
  return (
    4 * (Number(sameSource) + Number(sameDestination)) +
    Number(sameSourcePort) +
    Number(sameDestinationPort) +
    Number(sameIcmpId)
  );
}

/** True if a packet that was at this point as `earlier` can be there again as `next`. */
function canReturn(earlier: Frame, next: Frame, { distinctive }: Identity): boolean {
  const [a, b] = [earlier.packet.ip, next.packet.ip];
  if (a === null || b === null) return false;
  return b.ttl < a.ttl || (distinctive && (b.source !== a.source || b.destination !== a.destination));
}
