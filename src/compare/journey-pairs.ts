import { hopText, journeyLine } from './canonical-journey.js';
import type { CanonicalHop, CanonicalJourney, CheckBehaviour, JourneyPair } from './types.js';

/**
 * Packets that fared differently, each with what it became of on the other side and the first hop where the two part;
 * those that open an exchange first, since what answers them follows from them.
 *
 * @param points Points that both sides recorded: what only one side looked at says nothing about the other.
 */
export function journeyPairs(
  base: CheckBehaviour,
  candidate: CheckBehaviour,
  points: ReadonlySet<string>,
): JourneyPair[] {
  const gone = alone(seenAt(base.journeys, points), seenAt(candidate.journeys, points));
  const fresh = alone(seenAt(candidate.journeys, points), seenAt(base.journeys, points));
  const pairs = [
    ...paired(gone, fresh, ({ packet }) => packet),
    ...paired(gone, fresh, ({ packet }) => withoutSender(packet)),
  ];
  pairs.push(
    ...gone.map((journey) => ({ base: journey, candidate: null, parts: 0 })),
    ...fresh.map((journey) => ({ base: null, candidate: journey, parts: 0 })),
  );
  return pairs.sort((one, other) => rank(one) - rank(other));
}

/** Takes out of both lists what is the same packet by this key, each with the one that went along longest. */
function paired(
  gone: CanonicalJourney[],
  fresh: CanonicalJourney[],
  key: (journey: CanonicalJourney) => string,
): JourneyPair[] {
  return [...gone].flatMap((base) => {
    const candidate = likest(
      base,
      fresh.filter((journey) => key(journey) === key(base)),
    );
    if (candidate === null) return [];
    gone.splice(gone.indexOf(base), 1);
    fresh.splice(fresh.indexOf(candidate), 1);
    return [{ base, candidate, parts: parting(base, candidate) }];
  });
}

/** The same question or call may come from another place: `DNS query A shop.example → resolver:53`. */
const withoutSender = (packet: string): string => packet.replace(/ \S+ → /, ' → ');

/** The journeys as these points saw them; one that none of them saw is left out. */
function seenAt(journeys: readonly CanonicalJourney[], points: ReadonlySet<string>): CanonicalJourney[] {
  return journeys
    .map((journey) => ({ ...journey, hops: hopsAt(journey.hops, points) }))
    .filter(({ hops }) => hops.length > 0);
}

/** The hops at these points; what changed at one in between is told at the next. */
function hopsAt(hops: readonly CanonicalHop[], points: ReadonlySet<string>): CanonicalHop[] {
  const kept: CanonicalHop[] = [];
  const carried = new Map<string, string>();
  for (const { point, changes } of hops) {
    for (const change of changes) carried.set(change.replace(/ \S+$/, ''), change);
    if (!points.has(point)) continue;
    kept.push({ point, changes: [...carried.values()] });
    carried.clear();
  }
  return kept;
}

function alone(journeys: readonly CanonicalJourney[], others: readonly CanonicalJourney[]): CanonicalJourney[] {
  const lines = new Set(others.map(journeyLine));
  return journeys.filter((journey) => !lines.has(journeyLine(journey)));
}

/** The one that went along with it longest; null where there is none. */
function likest(journey: CanonicalJourney, others: readonly CanonicalJourney[]): CanonicalJourney | null {
  let best: CanonicalJourney | null = null;
  for (const other of others) if (best === null || parting(journey, other) > parting(journey, best)) best = other;
  return best;
}

/** Index of the first hop that differs; the shorter one's length where it is the other's beginning. */
function parting(one: CanonicalJourney, other: CanonicalJourney): number {
  const shorter = Math.min(one.hops.length, other.hops.length);
  for (let index = 0; index < shorter; index += 1)
    if (hopText(one.hops[index]!) !== hopText(other.hops[index]!)) return index;
  return shorter;
}

const opening = /^(?:TCP SYN |UDP |DNS query |ICMP(?:v6)? echo request )/;

/** Openings first, and of these the ones that both sides have. */
function rank({ base, candidate }: JourneyPair): number {
  return (opening.test((base ?? candidate)?.packet ?? '') ? 0 : 2) + (base !== null && candidate !== null ? 0 : 1);
}
