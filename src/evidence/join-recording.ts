import { join } from 'node:path';
import { readFramesByTime, surveyRecording } from '../capture/index.js';
import type { Proof, Topology } from '../check/index.js';
import {
  attributeRules,
  decodeFrames,
  Joiner,
  markEndings,
  relateJourneys,
  sortByPath,
  type Frame,
  type Journey,
} from '../journey/index.js';
import { parseSnapshot, interpretTrace, parseTraceFile } from '../netfilter/index.js';
import type { CheckRecord, Evidence } from '../record/index.js';
import { createEvidenceReader, type EvidenceReader, type TopologyFile } from './files.js';
import { findForwarders, findLocalPoints, locatePoints } from './local-points.js';

/** Frames of a recording, in time order, and the journeys that they completed. */
export interface JoinedFrames {
  readonly frames: readonly Frame[];
  /** In order of their first frames, without relations, endings and rules. */
  readonly journeys: readonly Journey[];
}

/** A check's recording, joined into journeys with their relations, endings and rules. */
export interface JoinedRecording {
  /** null if the record names no topology, or the topology cannot be read. */
  readonly topology: TopologyFile | null;
  /** In order of their first frames. */
  readonly journeys: readonly Journey[];
  /** Frames in the recording, except for docknet's own markers. */
  readonly frames: number;
  /** Why the recording could not be read, or not to its end; null if it is whole. */
  readonly damaged: string | null;
  /** Everything that could not be read, `damaged` included. */
  readonly problems: readonly string[];
}

/** Orders the points of a lab from a container outwards. */
export function orderPoints(points: Topology['points']): string[] {
  return sortByPath(points).map(({ name }) => name);
}

/**
 * Joins a recording into journeys while reading it, in the memory of some seconds of the recording. Reads the file
 * twice.
 *
 * @param order The points from a container outwards.
 * @param countBytes How many of a frame's bytes to decode; all of them by default.
 * @returns why the recording ends early; null if it is whole.
 * @throws ForeignFileError for a file that docknet did not write, and the file system's error.
 */
export async function* streamJourneys(
  path: string,
  order: readonly string[],
  countBytes?: (bytes: Uint8Array) => number,
): AsyncGenerator<JoinedFrames, string | null> {
  const survey = await surveyRecording(path);
  const joiner = new Joiner(order);
  for await (const raw of readFramesByTime(path, survey, countBytes)) {
    const frames = decodeFrames(raw);
    for (const frame of frames) joiner.add(frame);
    const last = frames.at(-1);
    if (last !== undefined) yield { frames, journeys: joiner.settle(last.time) };
  }
  yield { frames: [], journeys: joiner.finish() };
  return survey.damage;
}

/**
 * Joins a check's recording: each packet followed through the points, its relations to other packets, where it ended,
 * and the rules that handled it. Holds the whole recording in memory.
 *
 * @param directory The record's directory.
 * @param onFrames Called with every frame while the recording is read.
 */
export async function joinRecording(
  directory: string,
  { evidence, points }: Pick<CheckRecord, 'evidence' | 'points'>,
  read: EvidenceReader = createEvidenceReader(directory),
  onFrames: (joined: JoinedFrames) => void = () => undefined,
): Promise<JoinedRecording> {
  const problems: string[] = [];
  const attempt = async <T>(what: string, work: () => Promise<T>, otherwise: (reason: string) => T): Promise<T> =>
    work().catch((cause: unknown) => {
      const reason = cause instanceof Error ? cause.message : String(cause);
      problems.push(`the ${what} could not be read: ${reason}`);
      return otherwise(reason);
    });
  const topology = await attempt(
    'topology',
    () => readTopology(evidence, read),
    () => null,
  );
  const { journeys, frames, damaged } = await attempt(
    'recording',
    async () => {
      if (evidence.recording === null) return { journeys: [], frames: 0, damaged: null };
      const joined = await joinFrames(
        join(directory, evidence.recording),
        topology?.topology.points ?? points,
        onFrames,
      );
      if (joined.damaged !== null) problems.push(`the recording is damaged: ${joined.damaged}`);
      // Without a topology the owners of addresses are unknown, so no ending can be found.
      if (topology === null) return { ...joined, journeys: relateJourneys(joined.journeys) };
      return {
        ...joined,
        journeys: completeJourneys(joined.journeys, topology.topology, topology.proof, joined.damaged === null),
      };
    },
    (reason) => ({ journeys: [], frames: 0, damaged: reason }),
  );
  const withRules = await attempt(
    'trace of the rules',
    () => addRules(journeys, evidence, read),
    () => journeys,
  );
  return { topology, journeys: withRules, frames, damaged, problems };
}

async function joinFrames(
  path: string,
  points: Topology['points'],
  onFrames: (joined: JoinedFrames) => void,
): Promise<{ readonly journeys: readonly Journey[]; readonly frames: number; readonly damaged: string | null }> {
  const journeys: Journey[] = [];
  let frames = 0;
  const stream = streamJourneys(path, orderPoints(points));
  for (;;) {
    const next = await stream.next();
    if (next.done === true) return { journeys, frames, damaged: next.value };
    frames += next.value.frames.length;
    for (const journey of next.value.journeys) journeys.push(journey);
    onFrames(next.value);
  }
}

/** Reads a check's topology; null if the record names none. */
export async function readTopology({ topology }: Evidence, read: EvidenceReader): Promise<TopologyFile | null> {
  return topology === null ? null : (JSON.parse(await read(topology)) as TopologyFile);
}

/**
 * Adds relations to a recording's journeys, and endings if the recording lost nothing.
 *
 * @param whole False for a recording that ends early: it may lack an answer.
 */
export function completeJourneys(
  journeys: readonly Journey[],
  topology: Topology,
  proof: Proof,
  whole = true,
): Journey[] {
  const related = relateJourneys(journeys, locatePoints(topology));
  if (!whole || proof.lost > 0) return related;
  const unproven = proof.unproven.map(({ point }) => point);
  return markEndings(related, findLocalPoints(topology, unproven), findForwarders(topology));
}

/**
 * Adds the rules that handled each packet, from the kernel's traces and the firewall's listings. Returns the journeys
 * unchanged if there is no trace.
 *
 * @throws if a file is missing or cannot be read, naming it.
 */
export async function addRules(
  journeys: readonly Journey[],
  { trace, firewallBefore, firewallAfter, topology }: Evidence,
  read: EvidenceReader,
): Promise<readonly Journey[]> {
  if (trace === null || firewallBefore === null || firewallAfter === null || topology === null) return journeys;
  const [traces, before, after, lab] = await Promise.all([trace, firewallBefore, firewallAfter, topology].map(read));
  const { routers } = JSON.parse(lab ?? '') as TopologyFile;
  return attributeRules(
    journeys,
    parseTraceFile(traces ?? '').map((one) => {
      const listings = one.place === 'host' ? { before, after } : routers?.[one.place];
      return interpretTrace(one, parseSnapshot(listings?.before ?? ''), parseSnapshot(listings?.after ?? ''));
    }),
  );
}
