import type { Run } from './types.js';
import { summarizePacket, type PacketSummary } from '../packet-summary.js';

/** A stretch of the way on which a packet keeps its addresses and ports. */
export interface Leg {
  /** Index in the run's stations of the first one. */
  readonly station: number;
  /** Leftmost and rightmost column. */
  readonly left: number;
  readonly right: number;
  readonly ends: PacketSummary;
  /** What differs from the leg before; nothing on the first. */
  readonly changed: { readonly source: boolean; readonly destination: boolean };
}

/** The legs of a run, in order of travel. The station a packet turned at belongs to the run before, and only starts the line. */
export function legsOf({ stations }: Run): readonly Leg[] {
  const legs: Leg[] = [];
  for (const [position, { hops, column }] of stations.entries()) {
    const hop = hops[0];
    if (hop === undefined) continue;
    const ends = summarizePacket(hop.packet);
    const last = legs.at(-1);
    const changed = {
      source: last !== undefined && sourceOf(last.ends) !== sourceOf(ends),
      destination: last !== undefined && destinationOf(last.ends) !== destinationOf(ends),
    };
    if (last === undefined || changed.source || changed.destination)
      legs.push({ station: position, left: column, right: column, ends, changed });
    else legs[legs.length - 1] = { ...last, left: Math.min(last.left, column), right: Math.max(last.right, column) };
  }
  return stations[0]?.turn === true ? legs.filter(({ station }) => station > 0) : legs;
}

function sourceOf({ source, sourcePort }: PacketSummary): string {
  return `${source} ${sourcePort}`;
}

function destinationOf({ destination, destinationPort }: PacketSummary): string {
  return `${destination} ${destinationPort}`;
}
