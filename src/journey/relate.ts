import { placeByName, type PlaceOf } from './flow.js';
import { DnsForwards, findProxied } from './proxy.js';
import { Repeats } from './repeats.js';
import { QuotedPackets, Replies } from './replies.js';
import type { Journey, Relation } from './types.js';

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
