import { summarise, type Summary } from '../../record/index.js';
import type { SessionResult } from '../run/run-session.js';

/** What `docknet run --json` prints: the record in short, for a program. */
export function runJson({ record, directory, page, troubles, status }: SessionResult): Record<string, unknown> & { readonly summary: Summary | null } {
  return {
    status,
    directory: record === null ? null : directory,
    page,
    troubles,
    run: record?.run ?? null,
    cell: record?.cell ?? null,
    summary: record === null ? null : summarise(record),
    checks: record?.checks.map(({ id, verdict, known, news, reason, milliseconds }) => ({ id, verdict, known, news, reason, milliseconds })) ?? [],
  };
}
