import type { Hop, Journey } from '../journey/types.js';

/** Points that one packet passes on its way at most. One at more of them is flooded by a bridge, which sends a copy to each of its ports. */
export const longestWay = 16;

/** Journeys as a page draws them, and how many of them were flooded. */
export interface Unflooded {
  readonly journeys: readonly Journey[];
  readonly floods: number;
}

/**
 * Leaves out the copies of flooded packets, an ARP request's say: of a hundred containers on a bridge each gets one, and a page would be
 * a hundred times as wide for it. Those at shared points stay, the sender's, and those of whoever answered.
 *
 * @param containerOf Whose a point is; null for one that is shared.
 */
export function withoutCopies(journeys: readonly Journey[], containerOf: (point: string) => string | null): Unflooded {
  const sender = ({ hops: [first] }: Journey): string | null => (first === undefined ? null : containerOf(first.point));
  const answered = new Map<number, Set<string | null>>();
  for (const journey of journeys) {
    for (const { kind, journey: to } of journey.relations ?? [])
      if (kind === 'reply to') answered.set(to, (answered.get(to) ?? new Set()).add(sender(journey)));
  }
  let floods = 0;
  const drawn = journeys.map((journey) => {
    if (new Set(journey.hops.map(({ point }) => point)).size <= longestWay) return journey;
    const concerned = new Set([null, sender(journey), ...(answered.get(journey.id) ?? [])]);
    floods += 1;
    const isDrawn = ({ point }: Hop): boolean => concerned.has(containerOf(point));
    // A rule names the hop it comes after by its place among the hops.
    const rules = journey.rules?.map((rule) => ({
      ...rule,
      after: journey.hops.slice(0, rule.afterHop + 1).filter(isDrawn).length - 1,
    }));
    return { ...journey, hops: journey.hops.filter(isDrawn), ...(rules === undefined ? {} : { rules }) };
  });
  return { journeys: drawn, floods };
}
