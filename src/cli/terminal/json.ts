import { summarise, type Summary } from '../../record/index.js';
import type { CellOutcome, SessionOutcome } from '../run/outcome.js';

/** What `docknet run --json` prints: the record in short, for a program; of several engines, one such for each in `legs`. */
export function runJson({ legs, matrix, directory, page, troubles, status }: SessionOutcome): Record<string, unknown> {
  const [only] = legs;
  const outcome = { status, directory: legs.every(({ record }) => record === null) ? null : directory, page, troubles };
  if (legs.length > 1)
    return {
      ...outcome,
      run: matrix?.run ?? null,
      legs: legs.map((leg) => ({
        name: leg.name,
        status: leg.status,
        directory: leg.record === null ? null : leg.directory,
        troubles: leg.troubles,
        ...recordJson(leg),
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
