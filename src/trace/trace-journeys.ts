import { readFrames } from '../capture/index.js';
import {
  attributeRules,
  decodeFrames,
  joinFrames,
  markEndings,
  relateJourneys,
  type Frame,
  type Journey,
} from '../journey/index.js';
import { interpretTrace } from '../netfilter/index.js';
import { orderPoints } from './points.js';
import type { TraceResult } from './request.js';

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
