import type { Evidence as EvidencePaths } from '../../record/index.js';
import type { AnyCheck } from '../../check/conformance.js';
import { locateEvidence, readEvidence, streamJourneys, orderPoints } from '../../evidence/index.js';
import { countRelevantBytes } from '../../journey/index.js';
import { Judging, type Judgement } from './judge.js';

/**
 * Judges a check again from its evidence. Reads the recording frame by frame, in the memory of some seconds of it.
 *
 * @param shared True if others than the check may have used the firewall meanwhile.
 * @throws if a piece of evidence is missing or damaged, naming it.
 */
export async function judgeKept(
  check: AnyCheck,
  directory: string,
  paths: EvidencePaths,
  shared: boolean,
): Promise<Judgement> {
  const { scene, outcome, evidence, aborted } = await readEvidence(directory, paths, shared);
  const judging = new Judging(check, scene, outcome, aborted);
  const recording = locateEvidence(directory, paths, 'recording');
  const stream = streamJourneys(recording, orderPoints(scene.points), countRelevantBytes);
  for (;;) {
    const next = await stream.next();
    if (next.done !== true) judging.add(next.value);
    else if (next.value !== null) throw new Error(next.value);
    else return judging.end(evidence);
  }
}
