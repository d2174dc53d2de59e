import type { Evidence as EvidencePaths } from '../../record/index.js';
import type { AnyCheck } from '../../check/conformance.js';
import { Judging, type Judgement } from './judge.js';
import { evidencePath, readEvidence } from '../../evidence/evidence-files.js';
import { streamFrames } from '../../evidence/sightings.js';

/**
 * Judges a check again from what was kept of it, its recording read frame by frame: a recording of any length is judged in
 * the memory of a few seconds of it.
 *
 * @param shared True where others than the check may have used the firewall meanwhile.
 * @throws where a piece of evidence is missing or damaged, naming it.
 */
export async function judgeKept(
  check: AnyCheck,
  directory: string,
  paths: EvidencePaths,
  shared: boolean,
): Promise<Judgement> {
  const { scene, outcome, evidence } = await readEvidence(directory, paths, shared);
  const judging = new Judging(check, scene, outcome);
  for await (const sightings of streamFrames(evidencePath(directory, paths, 'recording'))) {
    for (const sighting of sightings) judging.see(sighting);
  }
  return judging.end(evidence);
}
