import { copyFile, lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { locateJourneys } from '../../evidence/index.js';
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
    const { recording } = check.evidence;
    for (const path of new Set(Object.values(check.evidence) as (string | null)[])) {
      if (path !== null && !(await copyFileBelow(directory, path, to))) missing.push(path);
    }
    if (recording !== null) await copyFileBelow(directory, locateJourneys(recording), to);
  }
  return missing.length === 0
    ? null
    : `${label} lacks evidence that its record names: ${missing[0] ?? ''}${missing.length > 1 ? ` and ${missing.length - 1} more files` : ''}`;
}

/** Copies one file. Returns false if it is missing or a link: a part from another machine could link to any file here. */
async function copyFileBelow(directory: string, path: string, to: string): Promise<boolean> {
  const from = join(directory, path);
  const isFile = await lstat(from).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isFile) return false;
  const copy = join(to, path);
  await makeDirectory(dirname(copy));
  await copyFile(from, copy);
  await ownByCaller(copy);
  return true;
}
