import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSnapshot } from '../netfilter/index.js';
import type { CheckRecord, Evidence as EvidencePaths } from '../record/index.js';
import type { Evidence, Proof } from '../check/expectation.js';
import type { Topology } from '../check/topology.js';

/** What a scene file holds: the places, what `when` returned, what the recorder says of its recording, and the firewalls of routers. */
export interface SceneFile {
  readonly scene: Topology;
  readonly outcome: unknown;
  readonly proof: Proof;
  /** iptables-save -c of each router before and after the traffic, by the router's key. The docker host's are files of their own. */
  readonly routers?: Readonly<Record<string, { readonly before: string; readonly after: string }>>;
}

/** The directory of a check's evidence inside a run's, and the paths the record names. */
export function evidencePaths(id: string): {
  readonly directory: string;
  readonly paths: { readonly [K in keyof EvidencePaths]: string };
} {
  const directory = join('evidence', id.replace('/', '.'));
  const file = (name: string) => join(directory, name);
  return {
    directory,
    paths: {
      recording: file('recording.pcapng'),
      firewallBefore: file('firewall-before.txt'),
      firewallAfter: file('firewall-after.txt'),
      scene: file('scene.json'),
      engineLog: file('engine.log'),
      trace: file('trace.txt'),
    },
  };
}

/** Writes a piece of evidence; a recording may hold anybody's data, so everything here is for its owner alone. */
export async function keep(file: string, content: string): Promise<void> {
  await writeFile(file, content);
  await chmod(file, 0o600);
}

/** Makes the directory for a check's evidence. */
export async function makeEvidenceDirectory(reports: string, id: string): Promise<void> {
  await mkdir(join(reports, evidencePaths(id).directory), { recursive: true });
}

/**
 * Reads back what was kept of a check beside its recording, for judging.
 *
 * @throws where a file is missing or damaged, naming it.
 */
export async function readEvidence(
  directory: string,
  paths: EvidencePaths,
  shared: boolean,
): Promise<SceneFile & { readonly evidence: Evidence }> {
  const [before, after, scene] = await Promise.all(
    (['firewallBefore', 'firewallAfter', 'scene'] as const).map((name) =>
      readFile(evidencePath(directory, paths, name), 'utf8'),
    ),
  );
  const kept = JSON.parse(scene ?? '') as SceneFile;
  const routers = Object.fromEntries(
    Object.entries(kept.routers ?? {}).map(([key, r]) => [
      key,
      { before: parseSnapshot(r.before), after: parseSnapshot(r.after), shared: false },
    ]),
  );
  return {
    ...kept,
    evidence: {
      routers,
      proof: kept.proof,
      before: parseSnapshot(before ?? ''),
      after: parseSnapshot(after ?? ''),
      shared,
    },
  };
}

/** The path of a piece of evidence. @throws where the record names none. */
export function evidencePath(directory: string, paths: EvidencePaths, name: keyof EvidencePaths): string {
  const path = paths[name];
  if (path === null) throw new Error(`the record names no ${name} for this check`);
  return join(directory, path);
}

/** True where a record's check can be judged again from what was kept. */
export const judgeable = (check: CheckRecord): boolean =>
  check.evidence.recording !== null && check.evidence.scene !== null;
