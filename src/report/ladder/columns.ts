import { sortByPath, type Journey } from '../../journey/index.js';
import type { PointRecord } from '../../record/index.js';
import type { Column } from './types.js';

/** The points of a ladder in path order; points that journeys name and the record does not come last. */
export function columnsOf(
  points: readonly PointRecord[],
  journeys: readonly Journey[],
): { readonly columns: readonly Column[]; readonly silent: readonly PointRecord[] } {
  const seen = new Set(journeys.flatMap(({ hops }) => hops.map(({ point }) => point)));
  const ordered = sortByPath(points);
  const named = new Set(ordered.map(({ name }) => name));
  const strangers = [...seen]
    .filter((name) => !named.has(name))
    .map((name): PointRecord => ({ name, interface: '', region: 'lan', order: 0, frames: 0, dropped: 0 }));
  const silent = ordered.filter((point) => point.interface === 'lo' && !seen.has(point.name));
  return {
    columns: [...ordered.filter((point) => !silent.includes(point)), ...strangers].map((point) => ({ point })),
    silent,
  };
}
