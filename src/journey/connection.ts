import { backwards, direction, rangeOf, type Range } from './flow.js';
import type { Journey } from './types.js';

/** A segment with data: where in its side's stream it is, counted from the first byte after the SYN, and its journey. */
export interface Data {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly journey: Journey;
}

/** One TCP connection as the recording has it, from its SYN on. */
export interface Connection {
  readonly syn: Journey;
  /** The first SYN-ACK; null while there is none. */
  synAck: Journey | null;
  /** What the side that opened it has sent, in order of first sighting, retransmits left out. */
  readonly asked: Data[];
  /** What the other side has sent. */
  readonly answered: Data[];
}

interface Side {
  readonly connection: Connection;
  readonly isOpener: boolean;
}

/** Sorts journeys into TCP connections, whose two directions are known by either's addresses and ports at any point. */
export class Connections {
  readonly all: Connection[] = [];
  readonly #sides = new Map<string, Side>();

  /** Takes the next journey, in order of first sighting; what it adds to its connection, or null where it adds no data. */
  take(journey: Journey): { readonly connection: Connection; readonly isOpener: boolean; readonly data: Data } | null {
    const first = journey.hops[0]!.packet.tcp;
    if (first === null) return null;
    const range = rangeOf(journey)!;
    const side = this.#sideOf(journey);
    if (first.flags.syn && !first.flags.ack) {
      // A SYN with another sequence number opens a new connection between the same ports.
      if (side === null || rangeOf(side.connection.syn)!.start !== range.start) this.#open(journey);
      return null;
    }
    if (side === null) return null;
    const { connection, isOpener } = side;
    if (first.flags.syn) connection.synAck ??= journey;
    return range.payload === 0 ? null : addData(connection, isOpener, range, journey);
  }

  #open(syn: Journey): void {
    const connection: Connection = { syn, synAck: null, asked: [], answered: [] };
    this.all.push(connection);
    for (const { point, packet } of syn.hops) {
      this.#sides.set(`${point} ${direction(packet)}`, { connection, isOpener: true });
      this.#sides.set(`${point} ${backwards(packet)}`, { connection, isOpener: false });
    }
  }

  #sideOf({ hops }: Journey): Side | null {
    for (const { point, packet } of hops) {
      const side = this.#sides.get(`${point} ${direction(packet)}`);
      if (side !== undefined) return side;
    }
    return null;
  }
}

function addData(
  connection: Connection,
  isOpener: boolean,
  range: Range,
  journey: Journey,
): { connection: Connection; isOpener: boolean; data: Data } | null {
  const opening = isOpener ? connection.syn : connection.synAck;
  if (opening === null) return null;
  const sent = isOpener ? connection.asked : connection.answered;
  const from = (range.start - rangeOf(opening)!.end) | 0;
  if (sent.some((data) => data.from === from)) return null;
  const data: Data = { from, to: from + range.payload, journey };
  sent.push(data);
  return { connection, isOpener, data };
}
