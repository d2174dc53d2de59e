import { readFrames } from '../../capture/index.js';
import { inTimeOrder, join, relate, withEndings, type Journey, type Sighting } from '../../journey/index.js';
import { sightingOf, type TraceResult } from '../../trace/index.js';

/** Frames looked at for a page, from the recording's beginning: a page is for reading, the recording holds everything. */
const lookedAtMost = 20_000;
/** Nanoseconds before the end within which a packet that was not answered may yet have been. */
const unsettled = 1_000_000_000n;

/** What a trace's page shows of its recording. */
export interface TraceJourneys {
  readonly journeys: readonly Journey[];
  /** Frames looked at, docknet's own markers left out. */
  readonly looked: number;
  /** Journeys that were none of the traced containers'. */
  readonly others: number;
}

/** Reads a trace's recording and joins it again, whole, where the live view had to make do with what had come. */
export async function traceJourneys(file: string, { points, interest, homes, armed }: TraceResult, filtered: boolean): Promise<TraceJourneys> {
  const sightings: Sighting[] = [];
  let looked = 0;
  let whole = true;
  for await (const frames of readFrames(file)) {
    for (const frame of frames) {
      if (!frame.marker) looked += 1;
      if (!frame.marker && frame.time >= armed) sightings.push(sightingOf(frame));
    }
    if (looked >= lookedAtMost) {
      whole = false;
      break;
    }
  }
  const last = sightings.reduce((latest, { time }) => time > latest ? time : latest, 0n);
  const order = [...points].sort((a, b) => a.order - b.order).map(({ point }) => point.name);
  const related = relate(join(sightings.sort(inTimeOrder), order), (point) => placeOf(point));
  // A filter may have left the answer out.
  const ended = !whole || filtered ? related
    : withEndings(related, homes, new Set(points.filter(({ container }) => container === null).map(({ point }) => point.name)));
  const wanted = interest();
  const journeys = ended.filter((journey) => wanted.wants(journey));
  return { journeys: journeys.map((journey) => isSettled(journey, last) ? journey : withoutEnd(journey)), looked, others: ended.length - journeys.length };
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
