import { join } from 'node:path';
import { readRecording } from '../capture/index.js';
import { addressNames } from './address-names.js';
import { followed } from './followed.js';
import type { SceneFile } from './evidence-files.js';
import { decodeFrames } from './sightings.js';
import { withRules } from './tracing/with-rules.js';
import { diffSnapshots, parseSnapshot, formatRule } from '../netfilter/index.js';
import { joinFrames as joinJourneys, relateJourneys, type Journey } from '../journey/index.js';
import type { CheckRecord } from '../record/index.js';
import type { CheckEvidence, FirewallChange } from '../report/index.js';
import { evidenceTexts, type EvidenceTexts } from './evidence-texts.js';

/** Reads what lies beside a record for one check. What cannot be read is said in `problem`; the rest is shown all the same. */
export async function checkEvidence(directory: string, check: CheckRecord): Promise<CheckEvidence> {
  const { firewallBefore, firewallAfter } = check.evidence;
  const texts = evidenceTexts(directory);
  const { kept, journeys, frames, problems } = await checkJourneys(directory, check, texts);
  const tried = trying(problems);
  const firewallChanges =
    firewallBefore === null || firewallAfter === null
      ? []
      : await tried(
          'firewall’s listings',
          async () => changes(await texts(firewallBefore), await texts(firewallAfter)),
          [],
        );
  // A scene that is JSON and yet no scene of docknet's: a record may come from somebody else.
  const names =
    kept === null ? null : await tried('scene', () => Promise.resolve().then(() => addressNames(kept.scene)), null);
  return {
    journeys,
    frames,
    firewallChanges,
    problem: problems.length === 0 ? null : problems.join('; '),
    ...(names === null ? {} : { names }),
  };
}

/** A check's packets, with the rules on their way, and what of that could not be read. */
export interface CheckJourneys {
  /** null where there is none, or none that can be read. */
  readonly kept: SceneFile | null;
  readonly journeys: readonly Journey[];
  readonly frames: number;
  readonly problems: string[];
}

/** Reads of what lies beside a record for one check what its packets did. */
export async function checkJourneys(
  directory: string,
  check: CheckRecord,
  texts: EvidenceTexts,
): Promise<CheckJourneys> {
  const { recording, scene } = check.evidence;
  const problems: string[] = [];
  const tried = trying(problems);
  const kept =
    scene === null ? null : await tried('scene', async () => JSON.parse(await texts(scene)) as SceneFile, null);
  const frames =
    recording === null
      ? { journeys: [] as readonly Journey[], frames: 0 }
      : await tried(
          'recording',
          async () => {
            const read = await frameJourneys(join(directory, recording), check, kept);
            if (read.damaged !== null) problems.push(`the recording is damaged: ${read.damaged}`);
            return read;
          },
          { journeys: [], frames: 0, damaged: null },
        );
  const journeys = await tried(
    'trace of the rules',
    () => withRules(frames.journeys, directory, check.evidence, texts),
    frames.journeys,
  );
  return { kept, journeys, frames: frames.frames, problems };
}

/** Reads something, or says among the problems why it could not be. */
const trying =
  (problems: string[]) =>
  async <T>(what: string, read: () => Promise<T>, otherwise: T): Promise<T> =>
    read().catch((cause: unknown) => {
      problems.push(`the ${what} could not be read: ${cause instanceof Error ? cause.message : String(cause)}`);
      return otherwise;
    });

async function frameJourneys(
  file: string,
  check: CheckRecord,
  kept: SceneFile | null,
): Promise<{ readonly journeys: Journey[]; readonly frames: number; readonly damaged: string | null }> {
  const { frames, damaged } = await readRecording(file);
  const sightings = decodeFrames(frames);
  if (kept === null) {
    // A check that failed before its scene was kept, or whose scene cannot be read: who was who is not known, so no ending can be told.
    const order = [...check.points].sort((a, b) => a.order - b.order).map((point) => point.name);
    return { journeys: relateJourneys(joinJourneys(sightings, order)), frames: sightings.length, damaged };
  }
  return { journeys: followed(sightings, kept.scene, kept.proof, damaged === null), frames: sightings.length, damaged };
}

function changes(before: string, after: string): FirewallChange[] {
  return diffSnapshots(parseSnapshot(before), parseSnapshot(after)).flatMap(
    ({ kind, before: old, after: now, packets }) => {
      const rule = now ?? old;
      return rule === null ? [] : [{ kind, text: formatRule(rule), table: rule.table, packets }];
    },
  );
}
