import { readFile } from 'node:fs/promises';
import { readRecording } from '../../capture/index.js';
import type { Frame } from '../../journey/index.js';
import type { SceneFile } from '../evidence-files.js';
import { decodeFrames } from '../sightings.js';

/** The recordings of journey/fixtures/record-labs.sh, by the check that they are of. */
export const labRecordings = [
  'publish.localhost-by-proxy',
  'kernel.userland-proxy',
  'dns.external-forwarded',
  'docker-user.drop-blocks-published',
  'nat.port-translation',
  'isolation.between-bridges',
] as const;

export type LabRecording = (typeof labRecordings)[number];

/** A check's recording from a real lab, with what its scene file says; tests run in the package's root. */
export async function labRecording(name: LabRecording): Promise<SceneFile & { readonly sightings: readonly Frame[] }> {
  const path = `src/journey/fixtures/labs/${name}`;
  const { frames } = await readRecording(`${path}.pcapng`);
  return { ...(JSON.parse(await readFile(`${path}.json`, 'utf8')) as SceneFile), sightings: decodeFrames(frames) };
}
