import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSnapshot } from '../netfilter/index.js';
import type { CheckRecord, Evidence as EvidencePaths } from '../record/index.js';
import type { Evidence, Proof, Topology } from '../check/index.js';

/** The contents of a topology file: the lab, the outcome of `when`, the recorder's proof, and routers' firewalls. */
export interface TopologyFile {
  readonly topology: Topology;
  readonly outcome: unknown;
  readonly proof: Proof;
  /**
   * `iptables-save -c` of each router before and after the traffic, by the router's key. The docker host's listings are
   * files of their own.
   */
  readonly routers?: Readonly<Record<string, { readonly before: string; readonly after: string }>>;
  /** What the engine failed in during `when`. */
  readonly engineFailures?: Evidence['engineFailures'];
  /** Why `when` ended early, with no outcome; null where it did not. */
  readonly aborted?: string | null;
}

/** Names a check's evidence directory inside a run's directory, and the files that the record names. */
export function nameEvidence(id: string): {
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
      nftBefore: file('nft-before.txt'),
      nftAfter: file('nft-after.txt'),
      topology: file('topology.json'),
      engineLog: file('engine.log'),
      trace: file('trace.txt'),
    },
  };
}

/** Creates a check's evidence directory below a run's directory. */
export async function makeEvidenceDirectory(directory: string, id: string): Promise<void> {
  await mkdir(join(directory, nameEvidence(id).directory), { recursive: true });
}

/** Writes one file of evidence, readable by its owner alone: a recording may hold anyone's data. */
export function writeEvidence(file: string, content: string): Promise<void> {
  return writeFile(file, content, { mode: 0o600 });
}

/** Reads the text of a file below a run's directory. @throws if it cannot be read, the same error each time. */
export type EvidenceReader = (file: string) => Promise<string>;

/** Returns a reader that reads each file once. */
export function createEvidenceReader(directory: string): EvidenceReader {
  const texts = new Map<string, Promise<string>>();
  return (file) => {
    const text = texts.get(file) ?? readFile(join(directory, file), 'utf8');
    texts.set(file, text);
    return text;
  };
}

/**
 * Reads what a check is judged from, except for its recording.
 *
 * @param shared True if others than the check may have used the firewall meanwhile.
 * @throws if a file is missing or damaged, naming it.
 */
export async function readEvidence(
  directory: string,
  paths: EvidencePaths,
  shared: boolean,
): Promise<TopologyFile & { readonly evidence: Evidence }> {
  const [before, after, topology] = await Promise.all(
    (['firewallBefore', 'firewallAfter', 'topology'] as const).map((name) =>
      readFile(locateEvidence(directory, paths, name), 'utf8'),
    ),
  );
  const kept = JSON.parse(topology ?? '') as TopologyFile;
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
      engineFailures: kept.engineFailures ?? [],
      before: parseSnapshot(before ?? ''),
      after: parseSnapshot(after ?? ''),
      shared,
    },
  };
}

/** Returns the path of one file of evidence. @throws if the record names none. */
export function locateEvidence(directory: string, paths: EvidencePaths, name: keyof EvidencePaths): string {
  const path = paths[name];
  if (path === null) throw new Error(`the record names no ${name} for this check`);
  return join(directory, path);
}

/** True if a record's check can be judged again from its evidence. */
export const isJudgeable = (check: CheckRecord): boolean =>
  check.evidence.recording !== null && check.evidence.topology !== null;
