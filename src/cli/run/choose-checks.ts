import { checkIds, matching } from '../../runner/registry/registry.js';
import { UsageError } from '../exit.js';
import { nearest } from '../nearest.js';

/**
 * Returns the ids that ids, areas and globs of a command line name. Without any, the checks in the directories, or all of docknet's.
 *
 * @param suites Directories of checks beside docknet's own.
 * @throws UsageError for the first pattern that matches no check. @throws SuiteError for an unusable directory or file.
 */
export async function chooseChecks(patterns: readonly string[], suites: readonly string[]): Promise<string[]> {
  const ids = await checkIds(suites);
  if (patterns.length === 0 && suites.length > 0) {
    const shipped = new Set(await checkIds());
    return ids.filter((id) => !shipped.has(id));
  }
  for (const pattern of patterns) {
    if (matching(ids, [pattern]).length > 0) continue;
    const near = nearest(pattern, [...ids, ...new Set(ids.map((id) => id.slice(0, id.indexOf('/'))))]);
    throw new UsageError(
      `no check matches "${pattern}".${near === null ? '' : ` Did you mean ${near}?`} "docknet list" lists them; quote a glob: 'nat/*'.`,
    );
  }
  return matching(ids, patterns);
}
