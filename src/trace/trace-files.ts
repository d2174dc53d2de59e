import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { annotateFile, readFramesByTime, surveyRecording } from '../capture/index.js';
import { countRelevantBytes, decodeFrames, FrameNotes, Joiner } from '../journey/index.js';
import { formatTraceFile } from '../netfilter/index.js';
import { orderPoints } from './points.js';
import type { KeptRules } from './rule-tracer.js';
import type { TraceJourneys } from './trace-journeys.js';
import type { TraceResult } from './request.js';

/**
 * Writes the kernel's trace and the firewall's listings beside a trace's recording.
 *
 * @throws the file system's error.
 */
export async function writeRules(directory: string, { trace, before, after }: KeptRules): Promise<void> {
  const write = (name: string, text: string) => writeFile(join(directory, name), text, { mode: 0o600 });
  await Promise.all([
    write('trace.txt', formatTraceFile([trace])),
    write('firewall-before.txt', before.text),
    write('firewall-after.txt', after.text),
  ]);
}

/** What annotating a trace's recording needs. */
export type AnnotatedTrace = Pick<TraceResult, 'points' | 'armed' | 'names' | 'frames'>;

/** Frames between two progress reports. */
const progressEvery = 10_000;

/**
 * Writes packet ids, comments with hop and translation, and the names of addresses into a trace's recording. In a
 * recording that is too long to be analysed as a whole, comments leave out relations and endings. Throws as
 * `annotateFile` does; the recording is then unchanged.
 *
 * @param onProgress Called with the share done, from 0 to 1.
 */
export async function annotateTrace(
  file: string,
  trace: AnnotatedTrace,
  { all, whole }: Pick<TraceJourneys, 'all' | 'whole'>,
  onProgress: (share: number) => void,
): Promise<void> {
  const notes = new FrameNotes();
  if (whole) for (const journey of all) notes.add(journey);
  else
    await addStreamedNotes(file, trace, notes, (frames) => {
      onProgress(frames / (2 * trace.frames));
    });
  await annotateFile(
    file,
    (index) => {
      if (index % progressEvery === 0) onProgress((trace.frames + index) / (2 * trace.frames));
      return notes.at(index);
    },
    new Map([...trace.names].map(([address, name]) => [address, [name]])),
  );
}

/** Joins a recording while reading it. */
async function addStreamedNotes(
  file: string,
  trace: AnnotatedTrace,
  notes: FrameNotes,
  onRead: (frames: number) => void,
): Promise<void> {
  let count = 0;
  const joiner = new Joiner(orderPoints(trace));
  const survey = await surveyRecording(file);
  if (survey.damage !== null) throw new Error(survey.damage);
  for await (const raw of readFramesByTime(file, survey, countRelevantBytes)) {
    const frames = decodeFrames(raw).filter(({ time }) => time >= trace.armed);
    for (const frame of frames) joiner.add(frame);
    for (const journey of joiner.settle(frames.at(-1)?.time ?? 0n)) notes.add(journey);
    onRead((count += raw.length));
  }
  for (const journey of joiner.finish()) notes.add(journey);
}
