import { changeCounts } from '../../compare/index.js';
import type { CellComparison } from '../run/compare-baseline.js';

/** What `docknet run --json` says of a comparison, in short: `docknet compare --json` has all of it. */
export function comparisonJson({
  cell,
  baseline,
  asked,
  page,
  comparison,
}: CellComparison): Readonly<Record<string, unknown>> {
  return {
    cell,
    baseline,
    asked,
    page,
    counts: { ...changeCounts(comparison), same: comparison.same },
    notes: comparison.notes,
    changes: comparison.changes.map(({ kind, id, sentence }) => ({ kind, id, sentence })),
  };
}
