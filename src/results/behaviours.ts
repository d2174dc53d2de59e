import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { behaviourFile, formatBehaviours, parseBehaviours, type CheckBehaviour } from '../compare/index.js';
import { createEvidenceReader, describeBehaviour, loadJourneys, type EvidenceReader } from '../evidence/index.js';
import type { Journey } from '../journey/index.js';
import {
  claimHeld,
  ownByCaller,
  RecordError,
  type CheckRecord,
  type RunRecord,
  type StoredRecord,
} from '../record/index.js';
import type { CheckEvidence } from '../report/index.js';

/** Behaviours by check id. */
export type Behaviours = ReadonlyMap<string, CheckBehaviour>;

/**
 * Writes a run's behaviours beside its record, from evidence already read. Leaves the file of a baseline, which has no
 * evidence, as it is.
 *
 * @throws RecordError if it cannot be written.
 */
export async function writeBehaviours(
  directory: string,
  record: RunRecord,
  evidence: ReadonlyMap<string, CheckEvidence>,
): Promise<void> {
  const behaviours = await describeChecks(directory, record, ({ id }) => {
    const read = evidence.get(id);
    // A packet missing from a damaged recording must not look like a dropped one.
    return Promise.resolve(read === undefined || read.problem !== null ? null : read.journeys);
  });
  if (behaviours.size > 0) await writeBehaviourFile(directory, behaviours);
}

/** Writes a run's behaviours. @throws RecordError if they cannot be written. */
export async function writeBehaviourFile(directory: string, behaviours: Behaviours): Promise<void> {
  const path = join(directory, behaviourFile);
  try {
    await writeFile(path, formatBehaviours(behaviours));
    await ownByCaller(path);
  } catch (cause) {
    throw new RecordError(
      `${path} could not be written: ${(cause as Error).message}. Fix that and run "docknet report ${directory}".`,
      { cause },
    );
  }
}

/**
 * Loads a run's behaviours from the file beside its record. If that is missing, damaged or of another version,
 * describes them from the evidence, which takes seconds for a whole run, and writes the file if possible.
 */
export async function loadBehaviours({ directory, record }: StoredRecord): Promise<Behaviours> {
  const written = parseBehaviours(await readFile(join(directory, behaviourFile), 'utf8').catch(() => ''));
  if (written !== null) return written;
  const behaviours = await describeChecks(directory, record, async (check, read) => {
    const { journeys, problems } = await loadJourneys(directory, check, read);
    return problems.length > 0 ? null : journeys;
  });
  // Unreadable evidence may be restored later, so an incomplete result is not written.
  if (record.checks.every(({ id, verdict }) => behaviours.has(id) || claimHeld(verdict) === null))
    await writeBehaviourFile(directory, behaviours).catch(() => undefined);
  return behaviours;
}

/** Checks whose evidence is read at once: while one waits for its files, another uses the processor. */
const concurrency = 4;

async function describeChecks(
  directory: string,
  { checks }: RunRecord,
  journeysOf: (check: CheckRecord, read: EvidenceReader) => Promise<readonly Journey[] | null>,
): Promise<Behaviours> {
  const found = new Map<string, CheckBehaviour>();
  const queue = checks.values();
  const work = async () => {
    for (const check of queue) {
      const read = createEvidenceReader(directory);
      const journeys = await journeysOf(check, read);
      const behaviour = journeys === null ? null : await describeBehaviour(check, journeys, read);
      if (behaviour !== null) found.set(check.id, behaviour);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return new Map(
    checks.flatMap(({ id }) => {
      const behaviour = found.get(id);
      return behaviour === undefined ? [] : [[id, behaviour] as const];
    }),
  );
}
