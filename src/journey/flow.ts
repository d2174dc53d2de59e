import type { Packet } from '../packet/index.js';
import type { Journey } from './types.js';

/** Source and destination of a packet with their ports, as text: `172.17.0.2:40000>198.51.100.11:80`; null where it has no IP layer. */
export function direction({ ip, tcp, udp }: Packet): string | null {
  if (ip === null) return null;
  const ports = tcp ?? udp;
  return ports === null
    ? `${ip.source}>${ip.destination}`
    : `${ip.source}:${ports.sourcePort}>${ip.destination}:${ports.destinationPort}`;
}

/** The same for what comes back. */
export function backwards({ ip, tcp, udp }: Packet): string | null {
  if (ip === null) return null;
  const ports = tcp ?? udp;
  return ports === null
    ? `${ip.destination}>${ip.source}`
    : `${ip.destination}:${ports.destinationPort}>${ip.source}:${ports.sourcePort}`;
}

/** The part of a TCP stream that a journey carries; a SYN and a FIN take a place in it each (RFC 9293 §3.4). */
export interface Range {
  readonly start: number;
  /** The sequence number after it, which is what acknowledges it. */
  readonly end: number;
  /** Bytes of payload. */
  readonly payload: number;
}

/** A journey's range; its pieces counted together where it was cut up on its way. Null where it is not TCP. */
export function rangeOf({ hops }: Journey): Range | null {
  const first = hops[0]?.packet.tcp ?? null;
  if (first === null) return null;
  let [from, to] = [0, 0];
  for (const {
    packet: { tcp },
  } of hops) {
    if (tcp === null) continue;
    const start = (tcp.sequence - first.sequence) | 0;
    from = Math.min(from, start);
    to = Math.max(to, start + tcp.payloadLength);
  }
  const controls = Number(first.flags.syn) + Number(hops.some(({ packet }) => packet.tcp?.flags.fin === true));
  return { start: (first.sequence + from) >>> 0, end: (first.sequence + to + controls) >>> 0, payload: to - from };
}

/** Says at which place a point is: `web` for `web.eth0`. */
export type PlaceOf = (point: string) => string;

/** By the names of points alone: bridges and their ports, which have no dot, are the docker host's. */
export const placeByName: PlaceOf = (point) => {
  const dot = point.indexOf('.');
  return dot === -1 ? 'host' : point.slice(0, dot);
};

/** Whether a packet was seen to arrive at another place than it was sent from; what is on a loopback interface has arrived. */
export function hasArrived({ hops }: Journey, placeOf: PlaceOf): boolean {
  const last = hops[hops.length - 1]!.point;
  return /(?:^|\.)lo$/.test(last) || placeOf(hops[0]!.point) !== placeOf(last);
}
