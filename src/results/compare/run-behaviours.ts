import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { behaviourFile, readBehaviours, writeBehaviours, type CheckBehaviour } from '../../compare/index.js';
import type { Journey } from '../../journey/index.js';
import {
  claimHeld,
  ownByCaller,
  RecordError,
  type CheckRecord,
  type RunRecord,
  type StoredRecord,
} from '../../record/index.js';
import type { CheckEvidence } from '../../report/index.js';
import { createEvidenceReader, describeBehaviour, loadJourneys, type EvidenceReader } from '../../evidence/index.js';

type Behaviours = ReadonlyMap<string, CheckBehaviour>;

/**
 * Writes beside a record how its checks behaved, from evidence that is already read. Where there is no evidence (a
 * baseline), what is there is left as it is.
 *
 * @throws RecordError where it cannot be written.
 */
export async function writeRunBehaviours(
  directory: string,
  record: RunRecord,
  evidence: ReadonlyMap<string, CheckEvidence>,
): Promise<void> {
  const behaviours = await behavioursOf(directory, record, ({ id }) => {
    const read = evidence.get(id);
    // A recording that cannot be read whole lacks packets, and a packet that is not there must not look like one that was dropped.
    return Promise.resolve(read === undefined || read.problem !== null ? null : read.journeys);
  });
  if (behaviours.size > 0) await writeBehaviourFile(directory, behaviours);
}

/** @throws RecordError where it cannot be written. */
export async function writeBehaviourFile(directory: string, behaviours: Behaviours): Promise<void> {
  const path = join(directory, behaviourFile);
  try {
    await writeFile(path, writeBehaviours(behaviours));
    await ownByCaller(path);
  } catch (cause) {
    throw new RecordError(
      `${path} could not be written: ${(cause as Error).message}. Mend that and run "docknet report ${directory}".`,
      { cause },
    );
  }
}

/**
 * How a run's checks behaved: as written beside its record, or where that is missing, damaged or of another version, from its evidence,
 * and then written there, where that can be: reading a whole run's evidence takes seconds.
 */
export async function runBehaviours({ directory, record }: StoredRecord): Promise<Behaviours> {
  const written = readBehaviours(await readFile(join(directory, behaviourFile), 'utf8').catch(() => ''));
  if (written !== null) return written;
  const behaviours = await behavioursOf(directory, record, async (check, read) => {
    const { journeys, problems } = await loadJourneys(directory, check, read);
    return problems.length > 0 ? null : journeys;
  });
  // Evidence that cannot be read may be mended; what was told without it is not kept.
  if (record.checks.every(({ id, verdict }) => behaviours.has(id) || claimHeld(verdict) === null))
    await writeBehaviourFile(directory, behaviours).catch(() => undefined);
  return behaviours;
}

/** Checks whose evidence is read at a time: while one's files are waited for, another's are worked on. */
const atOnce = 4;

async function behavioursOf(
  directory: string,
  { checks }: RunRecord,
  journeysOf: (check: CheckRecord, read: EvidenceReader) => Promise<readonly Journey[] | null>,
): Promise<Map<string, CheckBehaviour>> {
  const found = new Map<string, CheckBehaviour>();
  const waiting = checks.values();
  const work = async () => {
    for (const check of waiting) {
      const read = createEvidenceReader(directory);
      const journeys = await journeysOf(check, read);
      const behaviour = journeys === null ? null : await describeBehaviour(check, journeys, read);
      if (behaviour !== null) found.set(check.id, behaviour);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return new Map(
    checks.flatMap(({ id }) => {
      const behaviour = found.get(id);
      return behaviour === undefined ? [] : [[id, behaviour] as const];
    }),
  );
}
