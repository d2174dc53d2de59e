import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readRecording, type Frame } from '../../capture/index.js';
import { parseSnapshot } from '../../firewall/index.js';
import type { Sighting } from '../../journey/index.js';
import { decode, defaultDnsPorts } from '../../packet/index.js';
import type { CheckRecord, Evidence as EvidencePaths } from '../../record/index.js';
import type { Evidence, Proof } from '../expectation.js';
import type { Scene } from '../scene.js';

/** What a scene file holds: the places, what `when` returned, what the recorder says of its recording, and the firewalls of routers. */
export interface SceneFile {
  readonly scene: Scene;
  readonly outcome: unknown;
  readonly proof: Proof;
  /** iptables-save -c of each router before and after the traffic, by the router's key. The docker host's are files of their own. */
  readonly routers?: Readonly<Record<string, { readonly before: string; readonly after: string }>>;
}

/** The directory of a check's evidence inside a run's, and the paths the record names. */
export function evidencePaths(id: string): { readonly directory: string; readonly paths: { readonly [K in keyof EvidencePaths]: string } } {
  const directory = join('evidence', id.replace('/', '.'));
  const file = (name: string) => join(directory, name);
  return {
    directory,
    paths: {
      recording: file('recording.pcapng'), firewallBefore: file('firewall-before.txt'), firewallAfter: file('firewall-after.txt'),
      scene: file('scene.json'), engineLog: file('engine.log'), trace: file('trace.txt'),
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
 * Reads a check's evidence back, for judging.
 *
 * @throws where a file is missing or damaged, naming it.
 */
export async function readEvidence(directory: string, paths: EvidencePaths, shared: boolean): Promise<SceneFile & { readonly evidence: Evidence }> {
  const need = (name: keyof EvidencePaths): string => {
    const path = paths[name];
    if (path === null) throw new Error(`the record names no ${name} for this check`);
    return join(directory, path);
  };
  const [recording, before, after, scene] = await Promise.all([
    readRecording(need('recording')), readFile(need('firewallBefore'), 'utf8'), readFile(need('firewallAfter'), 'utf8'), readFile(need('scene'), 'utf8'),
  ]);
  if (recording.damaged !== null) throw new Error(`${need('recording')}: ${recording.damaged}`);
  const kept = JSON.parse(scene) as SceneFile;
  const routers = Object.fromEntries(Object.entries(kept.routers ?? {}).map(([key, r]) => [key, { before: parseSnapshot(r.before), after: parseSnapshot(r.after), shared: false }]));
  return {
    ...kept,
    evidence: { routers, proof: kept.proof, sightings: sightingsOf(recording.frames), before: parseSnapshot(before), after: parseSnapshot(after), shared },
  };
}

type KeptFrame = Pick<Frame, 'index' | 'point' | 'time' | 'bytes' | 'wireLength' | 'marker'>;

/** Docker's embedded resolver (moby, libnetwork/resolver.go); what is spoken on its ports is DNS, whatever port was drawn for it. */
const resolver = '127.0.0.11';

/** Decodes every frame but docknet's own markers. */
export function sightingsOf(frames: readonly KeptFrame[]): Sighting[] {
  const sightings = frames.filter((f) => !f.marker).map((f) => ({ index: f.index, point: f.point, time: f.time, packet: decode(f.bytes, f.wireLength) }));
  const ports = resolverPorts(sightings);
  if (ports.size === 0) return sightings;
  const bytes = new Map(frames.map((f) => [f.index, f]));
  return sightings.map((s) => {
    const frame = bytes.get(s.index);
    const spoken = s.packet.ip?.source === resolver || s.packet.ip?.destination === resolver;
    return spoken && frame !== undefined ? { ...s, packet: decode(frame.bytes, frame.wireLength, { dnsPorts: new Set([...defaultDnsPorts, ...ports]) }) } : s;
  });
}

/** The ports the embedded resolver listens on behind its DNAT, as the container's lo shows them. */
function resolverPorts(sightings: readonly Sighting[]): Set<number> {
  const ports = new Set<number>();
  for (const { packet } of sightings) {
    const transport = packet.udp ?? packet.tcp;
    if (transport === null) continue;
    if (packet.ip?.destination === resolver) ports.add(transport.destinationPort);
    if (packet.ip?.source === resolver) ports.add(transport.sourcePort);
  }
  return ports;
}

/** True where a record's check can be judged again from what was kept. */
export const judgeable = (check: CheckRecord): boolean => check.evidence.recording !== null && check.evidence.scene !== null;
