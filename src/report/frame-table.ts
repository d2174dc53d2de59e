import type { Hop, Journey } from '../journey/types.js';
import type { PointRecord } from '../record/types.js';

/** Journeys that one check's page shows at most; the recording has them all. */
export const journeysShown = 200;

/** The frames of a check, laid out: a column per point, a row per journey. */
export interface FrameTable {
  /** In path order, from a container outward. */
  readonly columns: readonly PointRecord[];
  /** In time order. */
  readonly rows: readonly FrameRow[];
  /** Journeys that did not fit. */
  readonly leftOut: number;
  /** Time of the first frame, nanoseconds since the epoch; the origin of the times shown. */
  readonly origin: bigint;
}

export interface FrameRow {
  readonly journey: Journey;
  /** One cell per column: the sightings there, in time order; none where the packet was not seen. */
  readonly cells: readonly (readonly Hop[])[];
  /** Whether the packet went away from the container, toward it, or neither. */
  readonly direction: 'out' | 'in' | 'none';
}

/** Lays journeys out over the points. Points that journeys name and the record does not come last. */
export function frameTable(points: readonly PointRecord[], journeys: readonly Journey[]): FrameTable {
  const columns = [...points].sort((one, other) => one.order - other.order);
  const named = new Set(columns.map(({ name }) => name));
  for (const { point } of journeys.flatMap(({ hops }) => hops)) {
    if (named.has(point)) continue;
    named.add(point);
    columns.push({ name: point, interface: '', order: Number.MAX_SAFE_INTEGER, frames: 0, dropped: 0 });
  }
  const travelled = journeys.filter(({ hops }) => hops.length > 0);
  const inTime = [...travelled].sort((one, other) => compare(start(one), start(other)));
  const shown = inTime.slice(0, journeysShown);
  return {
    columns,
    rows: shown.map((journey) => row(journey, columns)),
    leftOut: inTime.length - shown.length,
    origin: inTime[0] === undefined ? 0n : start(inTime[0]),
  };
}

function row(journey: Journey, columns: readonly PointRecord[]): FrameRow {
  const cells = columns.map(({ name }) => journey.hops.filter(({ point }) => point === name));
  const first = columns.findIndex(({ name }) => name === journey.hops[0]?.point);
  const last = columns.findIndex(({ name }) => name === journey.hops.at(-1)?.point);
  return { journey, cells, direction: last > first ? 'out' : last < first ? 'in' : 'none' };
}

function start(journey: Journey): bigint {
  return journey.hops.map(({ time }) => time).reduce((least, time) => (time < least ? time : least), journey.hops[0]?.time ?? 0n);
}

function compare(one: bigint, other: bigint): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
