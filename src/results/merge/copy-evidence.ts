import { copyFile, lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeDirectory, ownByCaller } from '../../record/index.js';
import type { NamedPart } from './read-parts.js';

/**
 * Copies a part's evidence to the merged record's directory.
 *
 * @returns what is missing of it, in words; null where all of it is there.
 */
export async function copyEvidence({ label, directory, record }: NamedPart, to: string): Promise<string | null> {
  const missing: string[] = [];
  for (const check of record.checks) {
    for (const path of new Set(Object.values(check.evidence) as (string | null)[])) {
      if (path === null) continue;
      const from = join(directory, path);
      // Not a link: in a part from somebody else it could lead anywhere on this machine.
      if (
        !(await lstat(from).then(
          (found) => found.isFile(),
          () => false,
        ))
      ) {
        missing.push(path);
        continue;
      }
      const copy = join(to, path);
      await makeDirectory(dirname(copy));
      await copyFile(from, copy);
      await ownByCaller(copy);
    }
  }
  return missing.length === 0
    ? null
    : `${label} lacks evidence that its record names: ${missing[0] ?? ''}${missing.length > 1 ? ` and ${missing.length - 1} more files` : ''}`;
}
