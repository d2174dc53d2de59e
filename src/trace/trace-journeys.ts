import { readFrames } from '../capture/index.js';
import { interpretTrace } from '../netfilter/index.js';
import {
  attributeRules,
  compareFrames,
  joinFrames,
  relateJourneys,
  decodeFrame,
  markEndings,
  type Journey,
  type Frame,
} from '../journey/index.js';
import { maxAnalysedFrames, orderPoints, type TraceResult } from './index.js';

/** Nanoseconds before the end within which a packet that was not answered may yet have been. */
const unsettled = 1_000_000_000n;

/** What was found out about a trace's recording. */
export interface TraceJourneys {
  /** All of them, in order of first sighting. */
  readonly all: readonly Journey[];
  /** Those of the traced containers. */
  readonly wanted: readonly Journey[];
  /** Frames looked at, docknet's own markers left out. */
  readonly looked: number;
  /** False where there are more frames than can be looked at. */
  readonly whole: boolean;
  /** Why rules may be missing, in words; null where nothing is known against it, or rules were not asked for. */
  readonly rulesCaveat: string | null;
}

/** Reads a trace's recording and joins it again, whole, where the live view had to make do with what had come. */
export async function traceJourneys(file: string, trace: TraceResult, filtered: boolean): Promise<TraceJourneys> {
  const { points, createFilter: interest, localPoints: homes, armed, rules } = trace;
  const sightings: Frame[] = [];
  let looked = 0;
  let whole = true;
  for await (const frames of readFrames(file)) {
    for (const frame of frames) {
      if (!frame.marker) looked += 1;
      if (!frame.marker && frame.time >= armed) sightings.push(decodeFrame(frame));
    }
    if (looked >= maxAnalysedFrames) {
      whole = false;
      break;
    }
  }
  const last = sightings.reduce((latest, { time }) => (time > latest ? time : latest), 0n);
  const related = relateJourneys(joinFrames(sightings.sort(compareFrames), orderPoints(trace)), (point) =>
    placeOf(point),
  );
  // A filter may have left the answer out.
  const ended =
    !whole || filtered
      ? related
      : markEndings(
          related,
          homes,
          new Set(points.filter(({ container }) => container === null).map(({ point }) => point.name)),
        );
  const settled = ended.map((journey) => (isSettled(journey, last) ? journey : withoutEnd(journey)));
  const told = rules === null ? null : interpretTrace(rules.trace, rules.before.snapshot, rules.after.snapshot);
  const all = told === null ? settled : attributeRules(settled, [told]);
  const interested = interest();
  return {
    all,
    wanted: all.filter((journey) => interested.accepts(journey)),
    looked,
    whole,
    rulesCaveat: told?.caveat ?? null,
  };
}

/** `stack_web.1` for `stack_web.1.eth0`; bridges, which have no dot, are the docker host's. */
function placeOf(point: string): string {
  const dot = point.lastIndexOf('.');
  return dot === -1 ? 'host' : point.slice(0, dot);
}

function isSettled({ hops }: Journey, last: bigint): boolean {
  return last - (hops.at(-1)?.time ?? last) > unsettled;
}

function withoutEnd({ end: _end, ...journey }: Journey): Journey {
  return journey;
}
