import { formatHop, journeyKey } from './journeys.js';
import type { CanonicalHop, CanonicalJourney, CheckBehaviour, JourneyPair } from './types.js';

/**
 * Returns the packets that fared differently, each with its counterpart in the other run and the first hop that
 * differs. Packets that open an exchange come first, since their answers follow from them.
 *
 * @param points Points that both runs recorded: a point of one run says nothing about the other.
 */
export function pairJourneys(
  base: CheckBehaviour,
  candidate: CheckBehaviour,
  points: ReadonlySet<string>,
): JourneyPair[] {
  const [before, now] = [restrict(base.journeys, points), restrict(candidate.journeys, points)];
  const gone = subtract(before, now);
  const added = subtract(now, before);
  const pairs = [
    ...takePairs(gone, added, ({ packet }) => packet),
    ...takePairs(gone, added, ({ packet }) => omitSender(packet)),
  ];
  pairs.push(
    ...gone.map((journey) => ({ base: journey, candidate: null, divergesAt: 0 })),
    ...added.map((journey) => ({ base: null, candidate: journey, divergesAt: 0 })),
  );
  return pairs.sort((one, other) => rank(one) - rank(other));
}

/** Takes packets with the same key out of both lists, each with the one that shares the longest path. */
function takePairs(
  gone: CanonicalJourney[],
  added: CanonicalJourney[],
  key: (journey: CanonicalJourney) => string,
): JourneyPair[] {
  return [...gone].flatMap((base) => {
    const candidate = findClosest(
      base,
      added.filter((journey) => key(journey) === key(base)),
    );
    if (candidate === null) return [];
    gone.splice(gone.indexOf(base), 1);
    added.splice(added.indexOf(candidate), 1);
    return [{ base, candidate, divergesAt: findDivergence(base, candidate) }];
  });
}

/** Removes the sender, since another host may send the same query: `DNS query A shop.example → resolver:53`. */
export const omitSender = (packet: string): string => packet.replace(/ \S+ → /, ' → ');

/** Returns a packet's sender, with its port unless that is ephemeral: `client`, `host:8080`. */
export const senderOf = (packet: string): string => / (\S+) → /.exec(packet)?.[1] ?? '';

/** Restricts journeys to some points; omits those seen at none of them. */
function restrict(journeys: readonly CanonicalJourney[], points: ReadonlySet<string>): CanonicalJourney[] {
  return journeys
    .map((journey) => ({ ...journey, hops: restrictHops(journey.hops, points) }))
    .filter(({ hops }) => hops.length > 0);
}

/** Moves the changes at an omitted hop to the next one. */
function restrictHops(hops: readonly CanonicalHop[], points: ReadonlySet<string>): CanonicalHop[] {
  const kept: CanonicalHop[] = [];
  const pending = new Map<string, string>();
  for (const { point, changes } of hops) {
    for (const change of changes) pending.set(change.replace(/ \S+$/, ''), change);
    if (!points.has(point)) continue;
    kept.push({ point, changes: [...pending.values()] });
    pending.clear();
  }
  return kept;
}

function subtract(journeys: readonly CanonicalJourney[], others: readonly CanonicalJourney[]): CanonicalJourney[] {
  const keys = new Set(others.map(journeyKey));
  return journeys.filter((journey) => !keys.has(journeyKey(journey)));
}

function findClosest(journey: CanonicalJourney, others: readonly CanonicalJourney[]): CanonicalJourney | null {
  let best: CanonicalJourney | null = null;
  for (const other of others)
    if (best === null || findDivergence(journey, other) > findDivergence(journey, best)) best = other;
  return best;
}

/** Returns the index of the first hop that differs; the shorter length if one path begins the other. */
function findDivergence(one: CanonicalJourney, other: CanonicalJourney): number {
  const length = Math.min(one.hops.length, other.hops.length);
  for (let index = 0; index < length; index += 1)
    if (formatHop(one.hops[index]!) !== formatHop(other.hops[index]!)) return index;
  return length;
}

const opening = /^(?:TCP SYN |UDP |DNS query |ICMP(?:v6)? echo request )/;

/** Ranks openings first, and among them those that both runs have. */
function rank({ base, candidate }: JourneyPair): number {
  return (opening.test((base ?? candidate)?.packet ?? '') ? 0 : 2) + (base !== null && candidate !== null ? 0 : 1);
}
