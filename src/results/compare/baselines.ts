import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { coerce, compare as compareVersions, SemVer } from 'semver';
import { recordFile } from '../../record/index.js';

/** Where the baselines are that ship with docknet: a directory each, named for the engine's version. */
export const baselineDirectory = fileURLToPath(new URL('../../../../reports/baselines/', import.meta.url));

/** The path of a baseline. */
export const baselinePath = (name: string, directory = baselineDirectory): string => join(directory, name);

/** Names of the baselines in a directory, by version; none where it is not there. */
export async function baselineNames(directory = baselineDirectory): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true }).catch((): string[] => []);
  return entries
    .filter((path) => path.endsWith(`/${recordFile}`))
    .map((path) => path.slice(0, -recordFile.length - 1))
    .filter((name) => !name.includes('/'))
    .sort((one, other) => compareVersions(versionOf(one), versionOf(other)));
}

/**
 * The baseline whose engine is nearest to a version: by major version, then by minor, then by patch; of two that are
 * equally near the older, since that is what somebody upgrades from. Null where there is none.
 *
 * @param names By version.
 */
export function nearestBaseline(version: string, names: readonly string[]): string | null {
  const wanted = versionOf(version);
  const steps = (name: string): readonly number[] => {
    const { major, minor, patch } = versionOf(name);
    return major === wanted.major
      ? [0, Math.abs(minor - wanted.minor), Math.abs(patch - wanted.patch)]
      : [Math.abs(major - wanted.major), 0, 0];
  };
  return names.reduce<string | null>(
    (best, name) => (best !== null && !fewer(steps(name), steps(best)) ? best : name),
    null,
  );
}

/** Whether the first number that differs is less. */
function fewer(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((number, index) => number !== other[index]);
  return at >= 0 && (one[at] ?? 0) < (other[at] ?? 0);
}

/** Distributions add to a version what is no part of semver's order: 26.1.5+dfsg1. */
const versionOf = (name: string): SemVer => coerce(name) ?? new SemVer('0.0.0');
