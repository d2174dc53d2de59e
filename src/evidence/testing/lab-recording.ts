import { readFile } from 'node:fs/promises';
import { readRecording } from '../../capture/index.js';
import type { Proof } from '../../check/index.js';
import { decodeFrames, joinFrames, type Frame, type Journey } from '../../journey/index.js';
import type { TopologyFile } from '../files.js';
import { completeJourneys, orderPoints } from '../join-recording.js';

/** The recordings of journey/fixtures/record-labs.sh, by their checks. */
export const labRecordings = [
  'publish.localhost-by-proxy',
  'kernel.userland-proxy',
  'dns.external-forwarded',
  'docker-user.drop-blocks-published',
  'nat.port-translation',
  'isolation.between-bridges',
  'publish.hairpin-without-proxy',
] as const;

export type LabRecording = (typeof labRecordings)[number];

/** Reads a check's recording from a real lab and its topology file. Tests run in the package's root. */
export async function readLabRecording(
  name: LabRecording,
): Promise<TopologyFile & { readonly frames: readonly Frame[] }> {
  const path = `src/journey/fixtures/labs/${name}`;
  const { frames } = await readRecording(`${path}.pcapng`);
  return { ...(JSON.parse(await readFile(`${path}.json`, 'utf8')) as TopologyFile), frames: decodeFrames(frames) };
}

/** Joins a check's recording from a real lab, by default with its own proof and as a whole recording. */
export async function joinLabRecording(
  name: LabRecording,
  { proof, whole }: { readonly proof?: Proof; readonly whole?: boolean } = {},
): Promise<Journey[]> {
  const lab = await readLabRecording(name);
  const journeys = joinFrames(lab.frames, orderPoints(lab.topology.points));
  return completeJourneys(journeys, lab.topology, proof ?? lab.proof, whole);
}
