import type { SceneFile } from './evidence-files.js';
import { behaviourOf, type CheckBehaviour, type FirewallAround } from '../compare/index.js';
import { parseSnapshot } from '../netfilter/index.js';
import type { Journey } from '../journey/index.js';
import type { CheckRecord } from '../record/index.js';
import type { EvidenceTexts } from './evidence-texts.js';

/**
 * How a check behaved, from what lies beside its record. Null for a check that was not judged (not applicable, error) or
 * whose evidence is not there: of it nothing can be said but its verdict.
 *
 * @param journeys Of its recording, already joined.
 * @param texts The run's files.
 */
export async function checkBehaviour(
  check: CheckRecord,
  journeys: readonly Journey[],
  texts: EvidenceTexts,
): Promise<CheckBehaviour | null> {
  const { recording, scene, firewallBefore, firewallAfter } = check.evidence;
  if (
    check.expectations.length === 0 ||
    recording === null ||
    scene === null ||
    firewallBefore === null ||
    firewallAfter === null
  )
    return null;
  try {
    const [kept, before, after] = await Promise.all([scene, firewallBefore, firewallAfter].map(texts));
    const { scene: lab, outcome, routers } = JSON.parse(kept ?? '') as SceneFile;
    const firewalls = Object.fromEntries(
      Object.entries({ '': { before, after }, ...routers }).map(([key, around]) => [
        key,
        chainsAround(around.before ?? '', around.after ?? ''),
      ]),
    );
    return behaviourOf({ check, scene: lab, outcome, journeys, firewalls });
  } catch {
    // What cannot be read is told where the report loads it; here its check is one without evidence.
    return null;
  }
}

const chainsAround = (before: string, after: string): FirewallAround => ({
  before: parseSnapshot(before).chains,
  after: parseSnapshot(after).chains,
});
