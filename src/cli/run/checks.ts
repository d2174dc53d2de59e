import { selectIds, type SuiteRegistry } from '../../registry/index.js';
import { UsageError } from '../errors.js';
import { nearest } from '../suggest.js';

/**
 * Returns the ids that ids, areas and globs of a command line name. Without any, the checks in directories of the user's own, or all
 * of docknet's.
 *
 * @throws UsageError for the first pattern that matches no check.
 */
export function chooseChecks(registry: SuiteRegistry, patterns: readonly string[]): string[] {
  const { ids } = registry;
  if (patterns.length === 0 && registry.directories.length > 0) return registry.ownIds;
  for (const pattern of patterns) {
    if (selectIds(ids, [pattern]).length > 0) continue;
    const near = nearest(pattern, [...ids, ...new Set(ids.map((id) => id.slice(0, id.indexOf('/'))))]);
    throw new UsageError(
      `no check matches "${pattern}".${near === null ? '' : ` Did you mean ${near}?`} "docknet list" lists them; quote a glob: 'nat/*'.`,
    );
  }
  return selectIds(ids, patterns);
}
