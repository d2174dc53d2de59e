import { summarise, type Summary } from '../../record/index.js';
import type { CellOutcome, SessionOutcome } from '../run/outcome.js';

/** What `docknet run --json` prints: the record in short, for a program; of several engines, one such for each in `cells`. */
export function runJson({ cells, matrix, directory, page, troubles, status }: SessionOutcome): Record<string, unknown> {
  const [only] = cells;
  const outcome = {
    status,
    directory: cells.every(({ record }) => record === null) ? null : directory,
    page,
    troubles,
  };
  if (cells.length > 1)
    return {
      ...outcome,
      run: matrix?.run ?? null,
      cells: cells.map((cell) => ({
        name: cell.name,
        status: cell.status,
        directory: cell.record === null ? null : cell.directory,
        troubles: cell.troubles,
        ...recordJson(cell),
      })),
    };
  return { ...outcome, ...(only === undefined ? {} : recordJson(only)) };
}

function recordJson({ record }: CellOutcome): Record<string, unknown> & { readonly summary: Summary | null } {
  return {
    run: record?.run ?? null,
    cell: record?.cell ?? null,
    summary: record === null ? null : summarise(record),
    checks:
      record?.checks.map(({ id, verdict, reason, milliseconds }) => ({ id, verdict, reason, milliseconds })) ?? [],
  };
}
