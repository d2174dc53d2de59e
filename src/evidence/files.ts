import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { countTraced, parseFirewall, parseTraceFile, type TracedCounts } from '../netfilter/index.js';
import type { CheckRecord, Evidence as EvidencePaths } from '../record/index.js';
import type { Evidence, FirewallEvidence, MissingChain, Proof, Topology } from '../check/index.js';

/** The contents of a topology file: the lab, the outcome of `when`, the recorder's proof, and routers' firewalls. */
export interface TopologyFile {
  readonly topology: Topology;
  readonly outcome: unknown;
  readonly proof: Proof;
  /** Each router's firewall, by the router's key. The docker host's listings are files of their own. */
  readonly routers?: Readonly<Record<string, RouterListings>>;
  /** What the engine failed in during `when`. */
  readonly engineFailures?: Evidence['engineFailures'];
  /** Why `when` ended early, with no outcome; null where it did not. */
  readonly aborted?: string | null;
  /** The missing chain that kept users' rules from being loaded, where that is a deviation. */
  readonly missingChain?: MissingChain | null;
}

/** Listings of a router's firewall before and after the traffic. */
export interface RouterListings {
  /** `iptables-save -c`. */
  readonly before: string;
  readonly after: string;
  /** As in the record's evidence; absent for null. */
  readonly nftBefore?: string | null | undefined;
  readonly nftAfter?: string | null | undefined;
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
      nftBefore: file('nft-before.json'),
      nftAfter: file('nft-after.json'),
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
  const [topology, before, after] = await Promise.all(
    (['topology', 'firewallBefore', 'firewallAfter'] as const).map((name) =>
      readFile(locateEvidence(directory, paths, name), 'utf8'),
    ),
  );
  const [nftBefore, nftAfter, trace] = await Promise.all(
    (['nftBefore', 'nftAfter', 'trace'] as const).map((name) =>
      paths[name] === null ? Promise.resolve(null) : readFile(locateEvidence(directory, paths, name), 'utf8'),
    ),
  );
  const kept = JSON.parse(topology ?? '') as TopologyFile;
  const routers = Object.fromEntries(
    Object.entries(kept.routers ?? {}).map(([key, listings]) => [key, readFirewall(key, listings, trace, false)]),
  );
  const listings = { before: before ?? '', after: after ?? '', nftBefore, nftAfter };
  return {
    ...kept,
    evidence: {
      routers,
      proof: kept.proof,
      engineFailures: kept.engineFailures ?? [],
      ...readFirewall('host', listings, trace, shared),
    },
  };
}

/** @param trace The trace file; null or absent without one. It is parsed when a rule without a counter is judged. */
function readFirewall(
  place: string,
  listings: RouterListings,
  trace: string | null | undefined,
  shared: boolean,
): FirewallEvidence {
  const before = parseFirewall(listings.before, listings.nftBefore ?? null);
  const after = parseFirewall(listings.after, listings.nftAfter ?? null);
  let counts: TracedCounts | null = null;
  const traced = (text: string): TracedCounts => {
    const raw = parseTraceFile(text).find((one) => one.place === place);
    counts ??=
      raw === undefined
        ? { count: () => 0, caveat: `nothing was traced on ${place}` }
        : countTraced(raw, before.iptables, after.iptables);
    return counts;
  };
  return { before, after, shared, ...(trace == null ? {} : { traced: () => traced(trace) }) };
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
