import { placeByName, type PlaceOf } from './flow.js';
import { DnsForwards, findProxied } from './proxy.js';
import { Repeats } from './repeats.js';
import { QuotedPackets, Replies } from './replies.js';
import type { Ending, Journey, Relation } from './types.js';

/**
 * Adds to journeys how they belong to others: replies, ICMP errors, repeats, what a program such as docker-proxy
 * carried on, and what a resolver forwarded. A relation names an earlier journey, except for proxied data whose first
 * byte came in a later segment.
 *
 * @param journeys Those of one recording, in order of first frame.
 * @param placeOf The place of a point; a proxy is a program at one place.
 */
export function relateJourneys(journeys: readonly Journey[], placeOf: PlaceOf = placeByName): Journey[] {
  const replies = new Replies();
  const quoted = new QuotedPackets();
  const repeats = new Repeats(replies);
  const forwards = new DnsForwards();
  const proxied = findProxied(journeys, placeOf);
  return journeys.map((journey) => {
    const request = replies.findRequest(journey);
    const found: readonly (readonly [Relation['kind'], number | null | undefined])[] = [
      ['reply to', request],
      ['error about', quoted.find(journey)],
      ['repeat of', repeats.find(journey)],
      ['proxied from', proxied.get(journey.id) ?? forwards.findAnswer(journey, request)],
      ['forwarded query of', forwards.findQuery(journey)],
    ];
    replies.add(journey);
    quoted.add(journey);
    return {
      ...journey,
      relations: found.flatMap(([kind, other]) => (other == null ? [] : [{ kind, journey: other }])),
    };
  });
}

/**
 * By address, the points at which a packet for it has arrived: a container's eth0; for an address of the docker host
 * all of the host's own interfaces. Only points that were recorded throughout; nothing is known about others.
 */
export type LocalPoints = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Adds to each journey that ended before its destination the last point that saw it; `end.rule` is null. A packet has
 * ended
 *
 * - if its destination is known and no point of the destination saw it, or
 * - if it came to the docker host, must be answered (a SYN, an echo request), and was answered by nothing but an ICMP
 *   error. A packet for a published port is translated only after it was seen there, and dropped after that; a host's
 *   own TCP refuses with a reset.
 *
 * Nothing is known about other packets: a datagram to the host, an address without known points, a multicast.
 *
 * @param journeys All of a whole recording, with relations: one that ends early may lack an answer.
 * @param forwarders Points at which a packet for the host itself may still be translated and forwarded.
 */
export function markEndings(
  journeys: readonly Journey[],
  localPoints: LocalPoints,
  forwarders: ReadonlySet<string>,
): Journey[] {
  const answered = new Set(
    journeys.flatMap(
      ({ relations }) => relations?.filter(({ kind }) => kind === 'reply to').map(({ journey }) => journey) ?? [],
    ),
  );
  return journeys.map((journey) => {
    const end = findEnding(journey, localPoints, forwarders, answered.has(journey.id));
    return end === null ? journey : { ...journey, end };
  });
}

function findEnding(
  { hops }: Journey,
  localPoints: LocalPoints,
  forwarders: ReadonlySet<string>,
  answered: boolean,
): Ending | null {
  const last = hops[hops.length - 1]!;
  const local = last.packet.ip === null ? undefined : localPoints.get(last.packet.ip.destination);
  if (local === undefined) return null;
  const end: Ending = { point: last.point, rule: null };
  if (!hops.some(({ point }) => local.has(point))) return end;
  return forwarders.has(last.point) && demandsAnswer(last.packet) && !answered ? end : null;
}

function demandsAnswer({ tcp, icmp }: Journey['hops'][number]['packet']): boolean {
  if (tcp !== null) return tcp.flags.syn && !tcp.flags.ack;
  return icmp !== null && icmp.id !== null && (icmp.type === 8 || icmp.type === 128);
}
