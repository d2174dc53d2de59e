import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { behaviourFile, readBehaviours, writeBehaviours, type CheckBehaviour } from '../../compare/index.js';
import { ownByCaller, RecordError, type RunRecord, type StoredRecord } from '../../record/index.js';
import type { CheckEvidence } from '../../report/index.js';
import { checkEvidence } from '../page/check-evidence.js';
import { checkBehaviour } from './check-behaviour.js';

type Behaviours = ReadonlyMap<string, CheckBehaviour>;

/**
 * Writes beside a record how its checks behaved, from evidence that is already read. Where there is no evidence (a
 * baseline), what is there is left as it is.
 *
 * @throws RecordError where it cannot be written.
 */
export async function writeRunBehaviours(directory: string, record: RunRecord, evidence: ReadonlyMap<string, CheckEvidence>): Promise<void> {
  const behaviours = await behavioursOf(directory, record, (id) => Promise.resolve(evidence.get(id) ?? null));
  if (behaviours.size > 0) await writeBehaviourFile(directory, behaviours);
}

/** @throws RecordError where it cannot be written. */
export async function writeBehaviourFile(directory: string, behaviours: Behaviours): Promise<void> {
  const path = join(directory, behaviourFile);
  try {
    await writeFile(path, writeBehaviours(behaviours));
    await ownByCaller(path);
  } catch (cause) {
    throw new RecordError(`${path} could not be written: ${(cause as Error).message}. Mend that and run "docknet report ${directory}".`, { cause });
  }
}

/** How a run's checks behaved: as written beside its record, or where that is missing, damaged or of another version, from its evidence. */
export async function runBehaviours({ directory, record }: StoredRecord): Promise<Behaviours> {
  const written = readBehaviours(await readFile(join(directory, behaviourFile), 'utf8').catch(() => ''));
  if (written !== null) return written;
  const byId = new Map(record.checks.map((check) => [check.id, check]));
  return behavioursOf(directory, record, async (id) => {
    const check = byId.get(id);
    return check === undefined ? null : checkEvidence(directory, check);
  });
}

async function behavioursOf(directory: string, record: RunRecord, evidenceOf: (id: string) => Promise<CheckEvidence | null>): Promise<Map<string, CheckBehaviour>> {
  const behaviours = new Map<string, CheckBehaviour>();
  for (const check of record.checks) {
    const evidence = await evidenceOf(check.id);
    // A recording that cannot be read whole lacks packets, and a packet that is not there must not look like one that was dropped.
    const behaviour = evidence === null || evidence.problem !== null ? null : await checkBehaviour(directory, check, evidence.journeys);
    if (behaviour !== null) behaviours.set(check.id, behaviour);
  }
  return behaviours;
}
