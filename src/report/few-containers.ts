import type { Journey } from '../journey/types.js';

/** Containers whose points a page's drawing has room for: each has a column for every interface. */
export const drawnAtMost = 6;

/** What a page draws of more. */
export interface Few {
  readonly journeys: readonly Journey[];
  /** Containers that are drawn, in the order they were met; null where all are. */
  readonly drawn: readonly string[] | null;
}

/**
 * Journeys of as few containers as a page can be read with: those of whose packets one was dropped, then the earliest that were
 * heard. What touches another container is left out, so that every packet that is drawn is drawn whole.
 *
 * @param containerOf Whose a point is; null for one that is shared.
 */
export function ofFewContainers(journeys: readonly Journey[], containerOf: (point: string) => string | null): Few {
  const owners = new Map(
    journeys.map((journey) => [journey, [...new Set(journey.hops.flatMap(({ point }) => containerOf(point) ?? []))]]),
  );
  const drawn = new Set<string>();
  const admit = (journey: Journey): void => {
    const fresh = (owners.get(journey) ?? []).filter((container) => !drawn.has(container));
    if (drawn.size + fresh.length <= drawnAtMost) for (const container of fresh) drawn.add(container);
  };
  for (const journey of journeys) if (journey.end !== undefined) admit(journey);
  for (const journey of journeys) admit(journey);
  const few = journeys.filter((journey) => (owners.get(journey) ?? []).every((container) => drawn.has(container)));
  return { journeys: few, drawn: few.length === journeys.length ? null : [...drawn] };
}
