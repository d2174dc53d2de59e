import type { Journey } from '../../journey/index.js';
import type { PointRecord } from '../../record/index.js';
import type { Column, Region } from './types.js';

/** The points of a ladder in path order; points that journeys name and the record does not come last. */
export function columnsOf(
  points: readonly PointRecord[],
  journeys: readonly Journey[],
): { readonly columns: readonly Column[]; readonly silent: readonly PointRecord[] } {
  const seen = new Set(journeys.flatMap(({ hops }) => hops.map(({ point }) => point)));
  const ordered = [...points].sort((one, other) => one.order - other.order);
  const named = new Set(ordered.map(({ name }) => name));
  const strangers = [...seen]
    .filter((name) => !named.has(name))
    .map((name): PointRecord => ({ name, interface: '', order: Number.MAX_SAFE_INTEGER, frames: 0, dropped: 0 }));
  const silent = ordered.filter((point) => point.interface === 'lo' && !seen.has(point.name));
  return {
    columns: [...ordered.filter((point) => !silent.includes(point)), ...strangers].map((point) => ({
      point,
      region: regionOf(point),
    })),
    silent,
  };
}

/** By the orders that points get: below 100 a container's interfaces, to 399 the docker host's, from 400 on outside hosts. */
function regionOf({ order }: PointRecord): Region {
  return order < 100 ? 'container' : order < 400 ? 'host' : 'outside';
}
