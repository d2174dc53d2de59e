import { Connections, type Connection, type Data } from './connection.js';
import { fingerprint } from './fingerprint.js';
import { hasArrived, type PlaceOf } from './flow.js';
import type { Journey } from './types.js';

/**
 * Finds the journeys of a flow that a program such as docker-proxy made to carry another one on: not the same packets
 * translated, but the same data in packets of its own. docker-proxy accepts a connection, opens its own to the container
 * at once, and copies both ways (moby, cmd/docker-proxy). So a connection is proxied from another where
 *
 * - it was opened at the place where the other was accepted, after the other's SYN-ACK,
 * - what is asked in it was asked in the other before, and what is answered in the other was answered in it before,
 *   byte for byte as far as both were captured; one that carries nothing proves nothing.
 *
 * Then its SYN is proxied from the other's SYN, and each segment from the one that brought its first byte. A datagram is
 * proxied from the first one before it with the same payload that arrived at the place where it was sent, in another flow.
 *
 * @returns for each journey that was proxied, by id, the journey it carries on.
 */
export function proxied(journeys: readonly Journey[], placeOf: PlaceOf): Map<number, number> {
  const from = new Map<number, number>();
  const connections = new Connections();
  const datagrams = new Datagrams(placeOf);
  for (const journey of journeys) {
    connections.take(journey);
    const source = datagrams.carriedOnBy(journey);
    if (source !== null) from.set(journey.id, source.id);
  }
  const carried = new Set<Connection>();
  for (const copy of connections.all) {
    // Of several that say the same the k-th is carried on by the k-th, as they are accepted.
    const original = connections.all.find((other) => !carried.has(other) && isCopy(copy, other, placeOf));
    if (original === undefined) continue;
    carried.add(original);
    from.set(copy.syn.id, original.syn.id);
    for (const [to, source] of [
      [copy.asked, original.asked],
      [original.answered, copy.answered],
    ] as const) {
      for (const { from: at, journey } of to) {
        const bringer = source.find((data) => data.from <= at && at < data.to);
        if (bringer !== undefined) from.set(journey.id, bringer.journey.id);
      }
    }
  }
  return from;
}

function isCopy(copy: Connection, original: Connection, placeOf: PlaceOf): boolean {
  const accepted = original.synAck;
  if (copy === original || accepted === null || time(accepted) > time(copy.syn)) return false;
  if (placeOf(accepted.hops[0]!.point) !== placeOf(copy.syn.hops[0]!.point)) return false;
  const asked = carriesOn(original.asked, copy.asked);
  const answered = carriesOn(copy.answered, original.answered);
  return asked !== 'differs' && answered !== 'differs' && (asked === 'same' || answered === 'same');
}

const time = ({ hops }: Journey): bigint => hops[0]!.time;

/** Whether one stream holds what the other brought before it, as far as both were captured. */
function carriesOn(before: readonly Data[], after: readonly Data[]): 'same' | 'differs' | 'nothing' {
  const first = after.find(({ from }) => from === 0);
  if (first === undefined) return before.length === 0 || after.length === 0 ? 'nothing' : 'differs';
  const source = before.find(({ from }) => from === 0);
  if (source === undefined || time(source.journey) > time(first.journey)) return 'differs';
  const [a, b] = [payload(source.journey), payload(first.journey)];
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) if (a[i] !== b[i]) return 'differs';
  return length === 0 ? 'nothing' : 'same';
}

const payload = ({ hops }: Journey): Uint8Array => hops[0]!.packet.payload;

/** Datagrams by what they carry. DNS messages have ids and are told by those: `DnsForwards`. */
class Datagrams {
  readonly #arrived = new Map<string, Journey[]>();

  constructor(private readonly placeOf: PlaceOf) {}

  carriedOnBy(journey: Journey): Journey | null {
    const { packet } = journey.hops[0]!;
    if (packet.udp === null || packet.dns !== null || packet.payload.length === 0) return null;
    const content = `${packet.udp.payloadLength} ${fingerprint(packet.payload)}`;
    const same = this.#arrived.get(content) ?? [];
    const at = same.findIndex((earlier) => isDatagramCopy(journey, earlier, this.placeOf));
    const source = at === -1 ? null : same.splice(at, 1)[0]!;
    if (hasArrived(journey, this.placeOf)) this.#arrived.set(content, [...same, journey]);
    return source;
  }
}

function isDatagramCopy(copy: Journey, original: Journey, placeOf: PlaceOf): boolean {
  const [arrival, departure] = [original.hops[original.hops.length - 1]!, copy.hops[0]!];
  if (placeOf(arrival.point) !== placeOf(departure.point) || arrival.time > departure.time) return false;
  const [was, is] = [arrival.packet, departure.packet];
  return was.ip?.destination !== is.ip?.destination || was.udp?.destinationPort !== is.udp?.destinationPort;
}
