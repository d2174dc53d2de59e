import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recordFile } from '../../record/index.js';
import { baselineDirectory, baselineNames, baselinePath } from './baselines.js';

/**
 * Milliseconds that checks took in the runs that the shipped baselines are of, the longest of each. It decides in which order they
 * come, so a baseline that cannot be read, or is none, is as good as one that is not there: who compares with it is told.
 */
export async function knownDurations(directory = baselineDirectory): Promise<ReadonlyMap<string, number>> {
  const durations = new Map<string, number>();
  for (const name of await baselineNames(directory)) {
    for (const { id, milliseconds } of await timedChecks(join(baselinePath(name, directory), recordFile))) {
      durations.set(id, Math.max(milliseconds, durations.get(id) ?? 0));
    }
  }
  return durations;
}

interface Timed {
  readonly id: string;
  readonly milliseconds: number;
}

/** Not by the record's schema: loading what validates it would take longer than the order saves. */
async function timedChecks(file: string): Promise<Timed[]> {
  try {
    const { checks } = JSON.parse(await readFile(file, 'utf8')) as { readonly checks?: unknown };
    return Array.isArray(checks) ? checks.filter(isTimed) : [];
  } catch {
    return [];
  }
}

const isTimed = (check: unknown): check is Timed =>
  typeof check === 'object' &&
  check !== null &&
  'id' in check &&
  typeof check.id === 'string' &&
  'milliseconds' in check &&
  typeof check.milliseconds === 'number';
