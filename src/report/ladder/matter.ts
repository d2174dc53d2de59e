import type { Journey, Relation } from '../../journey/types.js';

/** Relations in which one packet alone tells half of what happened. */
const bound: ReadonlySet<Relation['kind']> = new Set(['proxied from', 'forwarded query of', 'error about']);

/**
 * The journeys that a check turns on: those that a frame of its expectations belongs to, those that are bound to one of
 * these, and those that a rule stopped. None where no expectation names a frame and nothing was stopped.
 */
export function mattering(journeys: readonly Journey[], settling: ReadonlySet<number>): ReadonlySet<Journey> {
  const chosen = new Set(
    journeys.filter(
      ({ hops, end }) => (end !== undefined && end.rule !== null) || hops.some(({ index }) => settling.has(index)),
    ),
  );
  const byId = new Map(journeys.map((journey) => [journey.id, journey]));
  const whole = new Set(chosen);
  for (const journey of journeys) {
    for (const { kind, journey: other } of journey.relations ?? []) {
      const related = byId.get(other);
      if (!bound.has(kind) || related === undefined) continue;
      if (chosen.has(journey)) whole.add(related);
      if (chosen.has(related)) whole.add(journey);
    }
  }
  return whole;
}
