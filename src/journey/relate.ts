import { DnsForwards } from './dns-forward.js';
import { placeByName, type PlaceOf } from './flow.js';
import { Quoted } from './icmp-error.js';
import { proxied } from './proxied.js';
import { Repeats } from './repeat.js';
import { Replies } from './reply.js';
import type { Journey, Relation } from './types.js';

/**
 * The journeys with how they belong to others: replies, ICMP errors, repeats, what a program such as docker-proxy
 * carried on, and what a resolver asked on. Each relation names an earlier journey, save that of data that was proxied
 * from a segment cut up so that a later one brought it.
 *
 * @param journeys Those of one recording, in order of first sighting, as `join` gives them.
 * @param placeOf At which place a point is; a proxy is a program at one place.
 */
export function relateJourneys(journeys: readonly Journey[], placeOf: PlaceOf = placeByName): Journey[] {
  const replies = new Replies();
  const quoted = new Quoted();
  const repeats = new Repeats(replies);
  const forwards = new DnsForwards();
  const carried = proxied(journeys, placeOf);
  return journeys.map((journey) => {
    const answered = replies.to(journey);
    const found: readonly (readonly [Relation['kind'], number | null | undefined])[] = [
      ['reply to', answered],
      ['error about', quoted.by(journey)],
      ['repeat of', repeats.of(journey)],
      ['proxied from', carried.get(journey.id) ?? forwards.broughtBack(journey, answered)],
      ['forwarded query of', forwards.forwarded(journey)],
    ];
    replies.note(journey);
    quoted.note(journey);
    return {
      ...journey,
      relations: found.flatMap(([kind, other]) => (other == null ? [] : [{ kind, journey: other }])),
    };
  });
}
