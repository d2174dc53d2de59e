import type { Packet } from '../packet/index.js';
import type { Journey } from './types.js';

/** Returns a packet's direction, `172.17.0.2:40000>198.51.100.11:80`; null without an IP layer. */
export function directionOf({ ip, tcp, udp }: Packet): string | null {
  if (ip === null) return null;
  const ports = tcp ?? udp;
  return ports === null
    ? `${ip.source}>${ip.destination}`
    : `${ip.source}:${ports.sourcePort}>${ip.destination}:${ports.destinationPort}`;
}

/** Returns the direction of an answer to a packet. */
export function reverseDirectionOf({ ip, tcp, udp }: Packet): string | null {
  if (ip === null) return null;
  const ports = tcp ?? udp;
  return ports === null
    ? `${ip.destination}>${ip.source}`
    : `${ip.destination}:${ports.destinationPort}>${ip.source}:${ports.sourcePort}`;
}

/** The part of a TCP stream that a journey carries. A SYN and a FIN take one number each (RFC 9293 §3.4). */
export interface SequenceRange {
  readonly start: number;
  /** The sequence number after it, which acknowledges it. */
  readonly end: number;
  /** Bytes of payload. */
  readonly payload: number;
}

/** Returns a journey's range, all pieces of a segment together; null if it is not TCP. */
export function rangeOf({ hops }: Journey): SequenceRange | null {
  const first = hops[0]?.packet.tcp ?? null;
  if (first === null) return null;
  let [from, to] = [0, 0];
  for (const { packet } of hops) {
    if (packet.tcp === null) continue;
    const start = (packet.tcp.sequence - first.sequence) | 0;
    from = Math.min(from, start);
    to = Math.max(to, start + packet.tcp.payloadLength);
  }
  const controls = Number(first.flags.syn) + Number(hops.some(({ packet }) => packet.tcp?.flags.fin === true));
  return { start: (first.sequence + from) >>> 0, end: (first.sequence + to + controls) >>> 0, payload: to - from };
}

/** A segment with data: its bytes in its side's stream, counted from the first byte after the SYN, and its journey. */
export interface Data {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly journey: Journey;
}

/** One TCP connection in the recording, from its SYN on. */
export interface Connection {
  readonly syn: Journey;
  /** The first SYN-ACK; null while there is none. */
  synAck: Journey | null;
  /** Data of the side that opened it, in order of first frame, without retransmissions. */
  readonly requests: Data[];
  /** Data of the other side. */
  readonly responses: Data[];
}

/** Sorts journeys into TCP connections. Either direction is known by its addresses and ports at any point. */
export class Connections {
  readonly all: Connection[] = [];
  readonly #sides = new Map<string, { readonly connection: Connection; readonly isOpener: boolean }>();

  /** Adds the next journey, in order of first frame. */
  add(journey: Journey): void {
    const first = journey.hops[0]!.packet.tcp;
    if (first === null) return;
    const range = rangeOf(journey)!;
    const side = journey.hops
      .map(({ point, packet }) => this.#sides.get(`${point} ${directionOf(packet)}`))
      .find((found) => found !== undefined);
    if (first.flags.syn && !first.flags.ack) {
      // A SYN with another sequence number opens a new connection between the same ports.
      if (side === undefined || rangeOf(side.connection.syn)!.start !== range.start) this.#open(journey);
      return;
    }
    if (side === undefined) return;
    const { connection, isOpener } = side;
    if (first.flags.syn) connection.synAck ??= journey;
    if (range.payload > 0) addData(connection, isOpener, range, journey);
  }

  #open(syn: Journey): void {
    const connection: Connection = { syn, synAck: null, requests: [], responses: [] };
    this.all.push(connection);
    for (const { point, packet } of syn.hops) {
      this.#sides.set(`${point} ${directionOf(packet)}`, { connection, isOpener: true });
      this.#sides.set(`${point} ${reverseDirectionOf(packet)}`, { connection, isOpener: false });
    }
  }
}

function addData(connection: Connection, isOpener: boolean, range: SequenceRange, journey: Journey): void {
  const opening = isOpener ? connection.syn : connection.synAck;
  if (opening === null) return;
  const sent = isOpener ? connection.requests : connection.responses;
  const from = (range.start - rangeOf(opening)!.end) | 0;
  if (sent.some((data) => data.from === from)) return;
  sent.push({ from, to: from + range.payload, journey });
}

/** Returns the place of a point: `web` for `web.eth0`. */
export type PlaceOf = (point: string) => string;

/**
 * Returns the place of a point by the point's name. A bridge or its port has no dot in its name and is the docker
 * host's.
 */
export const placeByName: PlaceOf = (point) => {
  const dot = point.indexOf('.');
  return dot === -1 ? 'host' : point.slice(0, dot);
};

/** True if a packet arrived at another place than it was sent from. A packet on a loopback interface has arrived. */
export function hasArrived({ hops }: Journey, placeOf: PlaceOf): boolean {
  const last = hops[hops.length - 1]!.point;
  return /(?:^|\.)lo$/.test(last) || placeOf(hops[0]!.point) !== placeOf(last);
}
