import { checkIds, matching } from '../../runner/registry/registry.js';
import { UsageError } from '../exit.js';
import { nearest } from '../nearest.js';

/**
 * The ids that a command line names: ids, areas and globs; every id where it names none.
 *
 * @throws UsageError for the first word that names no check, with the nearest that does.
 */
export async function chooseChecks(patterns: readonly string[]): Promise<string[]> {
  const ids = await checkIds();
  for (const pattern of patterns) {
    if (matching(ids, [pattern]).length > 0) continue;
    const near = nearest(pattern, [...ids, ...new Set(ids.map((id) => id.slice(0, id.indexOf('/'))))]);
    throw new UsageError(
      `no check is named by "${pattern}".${near === null ? '' : ` Did you mean ${near}?`} "docknet list" shows them all; a glob goes in quotes: 'nat/*'.`,
    );
  }
  return matching(ids, patterns);
}
