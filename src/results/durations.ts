import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recordFile, type Cell, type CheckRecord } from '../record/index.js';
import { baselineDirectory, baselinePath, listBaselines } from './baselines.js';

/**
 * Reads how long each check took in the shipped baselines' runs, the longest of each in ms; not in virtual machines,
 * which may take ten times as long. It only orders the checks, so an unreadable baseline is skipped; comparing with it
 * reports the error.
 */
export async function readDurations(directory = baselineDirectory): Promise<ReadonlyMap<string, number>> {
  const durations = new Map<string, number>();
  for (const name of await listBaselines(directory)) {
    const { checks, isGuest } = await readTimes(join(baselinePath(name, directory), recordFile));
    if (isGuest) continue;
    for (const { id, milliseconds } of checks) {
      durations.set(id, Math.max(milliseconds, durations.get(id) ?? 0));
    }
  }
  return durations;
}

/** Reads the checks of a shipped baseline; null if there is none. */
export async function readVerdicts(name: string, directory = baselineDirectory): Promise<TimedCheck[] | null> {
  const { checks } = await readTimes(join(baselinePath(name, directory), recordFile));
  return checks.length === 0 ? null : checks;
}

interface RunTimes {
  readonly checks: TimedCheck[];
  /** Whether it ran in a virtual machine. */
  readonly isGuest: boolean;
}

type TimedCheck = Pick<CheckRecord, 'id' | 'verdict' | 'milliseconds' | 'leftovers'>;

/** Reads a record without validation, which would take longer to load than the order saves. */
async function readTimes(file: string): Promise<RunTimes> {
  try {
    const { checks, cell } = JSON.parse(await readFile(file, 'utf8')) as {
      readonly checks?: unknown;
      readonly cell?: Partial<Cell>;
    };
    return { checks: Array.isArray(checks) ? checks.filter(isTimed) : [], isGuest: cell?.machine !== undefined };
  } catch {
    return { checks: [], isGuest: false };
  }
}

const isTimed = (check: unknown): check is TimedCheck =>
  typeof check === 'object' &&
  check !== null &&
  'id' in check &&
  typeof check.id === 'string' &&
  'milliseconds' in check &&
  typeof check.milliseconds === 'number';
