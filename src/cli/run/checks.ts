import type { Shard } from '../../record/index.js';
import { selectIds, type SuiteRegistry } from '../../registry/index.js';
import { areaOf } from '../../text/index.js';
import { suggestName, UsageError } from '../errors.js';

/**
 * Returns the ids that ids, areas and globs select. Without any: the checks of `--suites`, or all of docknet's.
 *
 * @throws UsageError for the first pattern that matches no check.
 */
export function selectChecks(registry: SuiteRegistry, patterns: readonly string[]): string[] {
  const { ids } = registry;
  if (patterns.length === 0 && registry.directories.length > 0) return registry.ownIds;
  for (const pattern of patterns) {
    if (selectIds(ids, [pattern]).length > 0) continue;
    const areas = new Set(ids.map(areaOf));
    throw new UsageError(
      `No check matches "${pattern}".${suggestName(pattern, [...ids, ...areas])} ` +
        `"docknet list" lists all checks. Quote a glob: 'nat/*'.`,
    );
  }
  return selectIds(ids, patterns);
}

/** Reads `--shard`: "2/4" is the second of four parts. @throws UsageError for anything else. */
export function readShard(value: string): Shard {
  const [, number = 0, of = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(value) ?? []).map(Number);
  if (number < 1 || number > of)
    throw new UsageError(`--shard ${value}: pass the part and the number of parts, such as 1/4 for the first of four.`);
  return { number, of };
}

/**
 * Returns the checks of one part: every n-th, so that each area is spread over all parts. Each check is in exactly one
 * part.
 *
 * @throws UsageError if the part is empty.
 */
export function selectShard(ids: readonly string[], { number, of }: Shard): string[] {
  const part = ids.filter((_, n) => n % of === number - 1);
  if (part.length === 0)
    throw new UsageError(
      `--shard ${number}/${of} has no checks, because only ${ids.length} are selected. Use fewer parts.`,
    );
  return part;
}
