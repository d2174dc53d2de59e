import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { annotateFile, readRecording } from '../capture/index.js';
import { decodeFrames, FrameNotes, type Journey } from '../journey/index.js';
import type { CheckRecord, Evidence } from '../record/index.js';
import { createEvidenceReader, locateEvidence, writeEvidence, type EvidenceReader } from './files.js';
import { joinRecording, readTopology, type JoinedRecording } from './join-recording.js';
import { decodeJourneys, encodeJourneys } from './journeys-format.js';

/** Returns the path of the journeys beside a recording. */
export const locateJourneys = (recording: string): string => join(dirname(recording), 'journeys.json');

/** Writes a check's journeys beside its recording. @throws the file system's error. */
export async function writeJourneys(
  directory: string,
  evidence: Evidence,
  journeys: readonly Journey[],
): Promise<void> {
  await writeEvidence(locateJourneys(locateEvidence(directory, evidence, 'recording')), encodeJourneys(journeys));
}

/**
 * Writes into a recording, for any reader of pcapng, a packet id and a comment with hop, translation and rules at every
 * frame, and the names of addresses. Throws as `annotate` does; the recording is then unchanged.
 */
export async function annotateRecording(
  path: string,
  journeys: readonly Journey[],
  names: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  const notes = new FrameNotes();
  for (const journey of journeys) notes.add(journey);
  await annotateFile(path, (index) => notes.at(index), names);
}

/**
 * Reads a check's journeys as its run joined them. Joins the recording again if they are missing, damaged or of another
 * version.
 */
export async function loadJourneys(
  directory: string,
  check: Pick<CheckRecord, 'evidence' | 'points'>,
  read: EvidenceReader = createEvidenceReader(directory),
): Promise<JoinedRecording> {
  const stored = await readJourneys(directory, check.evidence, read).catch(() => null);
  return stored ?? joinRecording(directory, check, read);
}

async function readJourneys(
  directory: string,
  evidence: Evidence,
  read: EvidenceReader,
): Promise<JoinedRecording | null> {
  if (evidence.recording === null) return null;
  const path = join(directory, evidence.recording);
  const text = await readFile(locateJourneys(path), 'utf8');
  const [{ frames: raw, damage: damaged }, topology] = await Promise.all([
    readRecording(path),
    readTopology(evidence, read),
  ]);
  const frames = decodeFrames(raw);
  const journeys = damaged === null ? decodeJourneys(text, frames) : null;
  return journeys === null ? null : { topology, journeys, frames: frames.length, damaged, problems: [] };
}
