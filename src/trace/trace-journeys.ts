import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { annotateFile, readFrames, readFramesByTime, surveyRecording } from '../capture/index.js';
import {
  attributeRules,
  countRelevantBytes,
  decodeFrames,
  FrameNotes,
  Joiner,
  joinFrames,
  markEndings,
  relateJourneys,
  type Frame,
  type Journey,
} from '../journey/index.js';
import { formatTraceFile, interpretTrace } from '../netfilter/index.js';
import { orderPoints } from './points.js';
import type { TraceResult } from './request.js';
import type { KeptRules } from './rule-tracer.js';

/**
 * Frames, from the recording's beginning, that are analysed with relations and endings: their packets are held at
 * once, some 200 MB. Comments in longer recordings have what is known while the recording grows.
 */
export const maxAnalysedFrames = 100_000;

/** Nanoseconds before the end within which an unanswered packet may yet have been answered. */
const unsettled = 1_000_000_000n;

/** A trace's recording, joined into journeys. */
export interface TraceJourneys {
  /** All of them, in order of first frame. */
  readonly all: readonly Journey[];
  /** Those of the traced containers. */
  readonly selected: readonly Journey[];
  /** Frames analysed, except for docknet's own markers. */
  readonly analysed: number;
  /** False if the recording has more frames than can be analysed. */
  readonly whole: boolean;
  /** Why rules may be missing; null if nothing is known against them, or rules were not recorded. */
  readonly rulesCaveat: string | null;
}

/** Reads a trace's recording and joins it as a whole, with relations, endings and rules. */
export async function joinTrace(file: string, trace: TraceResult, filtered: boolean): Promise<TraceJourneys> {
  const { points, localPoints, armed, rules } = trace;
  const frames: Frame[] = [];
  let analysed = 0;
  let whole = true;
  for await (const raw of readFrames(file)) {
    const decoded = decodeFrames(raw);
    analysed += decoded.length;
    for (const frame of decoded) if (frame.time >= armed) frames.push(frame);
    if (analysed >= maxAnalysedFrames) {
      whole = false;
      break;
    }
  }
  const last = frames.reduce((latest, { time }) => (time > latest ? time : latest), 0n);
  const related = relateJourneys(joinFrames(frames, orderPoints(trace)), locatePoint);
  const forwarders = new Set(points.filter(({ container }) => container === null).map(({ point }) => point.name));
  // A filter may have left the answer out.
  const ended = !whole || filtered ? related : markEndings(related, localPoints, forwarders);
  const settled = ended.map((journey) => (isSettled(journey, last) ? journey : withoutEnd(journey)));
  const firewall = rules === null ? null : interpretTrace(rules.trace, rules.before.snapshot, rules.after.snapshot);
  const all = firewall === null ? settled : attributeRules(settled, [firewall]);
  const filter = trace.createFilter();
  return {
    all,
    selected: all.filter((journey) => filter.accepts(journey)),
    analysed,
    whole,
    rulesCaveat: firewall?.caveat ?? null,
  };
}

/** Returns a point's place: `stack_web.1` for `stack_web.1.eth0`. A bridge, which has no dot, is the docker host's. */
function locatePoint(point: string): string {
  const dot = point.lastIndexOf('.');
  return dot === -1 ? 'host' : point.slice(0, dot);
}

function isSettled({ hops }: Journey, last: bigint): boolean {
  return last - (hops.at(-1)?.time ?? last) > unsettled;
}

function withoutEnd({ end: _end, ...journey }: Journey): Journey {
  return journey;
}

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
