import type { Dns } from '../packet/index.js';
import { Connections, directionOf, hasArrived, type Connection, type Data, type PlaceOf } from './flow.js';
import { fingerprint } from './identity.js';
import type { Journey } from './types.js';

/**
 * Finds the journeys of flows that a program such as docker-proxy made to carry another flow on: not the same packets
 * translated, but the same data in packets of its own. docker-proxy accepts a connection, opens its own to the
 * container at once, and copies both ways (moby, cmd/docker-proxy). So a connection is proxied from another if
 *
 * - it was opened at the place where the other was accepted, after the other's SYN-ACK,
 * - its requests were made in the other before, and the other's responses in it before, byte for byte as far as both
 *   were captured. A connection without data proves nothing.
 *
 * Then its SYN is proxied from the other's SYN, and each segment from the one that brought its first byte. A datagram
 * is proxied from the first one before it with the same payload, in another flow, that arrived at the place it was
 * sent from.
 *
 * @returns for each proxied journey, by id, the id of the journey that it carries on.
 */
export function findProxied(journeys: readonly Journey[], placeOf: PlaceOf): Map<number, number> {
  const origins = new Map<number, number>();
  const connections = new Connections();
  const datagrams = new ProxiedDatagrams(placeOf);
  for (const journey of journeys) {
    connections.add(journey);
    const origin = datagrams.findOrigin(journey);
    if (origin !== null) origins.set(journey.id, origin.id);
  }
  const carried = new Set<Connection>();
  for (const copy of connections.all) {
    // Of several connections with the same data, the k-th copy carries on the k-th original, in order of acceptance.
    const original = connections.all.find((other) => !carried.has(other) && isCopy(copy, other, placeOf));
    if (original === undefined) continue;
    carried.add(original);
    origins.set(copy.syn.id, original.syn.id);
    for (const [to, source] of [
      [copy.requests, original.requests],
      [original.responses, copy.responses],
    ] as const) {
      for (const { from: at, journey } of to) {
        const bringer = source.find((data) => data.from <= at && at < data.to);
        if (bringer !== undefined) origins.set(journey.id, bringer.journey.id);
      }
    }
  }
  return origins;
}

function isCopy(copy: Connection, original: Connection, placeOf: PlaceOf): boolean {
  const accepted = original.synAck;
  if (copy === original || accepted === null || timeOf(accepted) > timeOf(copy.syn)) return false;
  if (placeOf(accepted.hops[0]!.point) !== placeOf(copy.syn.hops[0]!.point)) return false;
  const requests = compareData(original.requests, copy.requests);
  const responses = compareData(copy.responses, original.responses);
  return requests !== 'differs' && responses !== 'differs' && (requests === 'same' || responses === 'same');
}

const timeOf = ({ hops }: Journey): bigint => hops[0]!.time;

/** Compares one stream with what the other brought before it, as far as both were captured. */
function compareData(before: readonly Data[], after: readonly Data[]): 'same' | 'differs' | 'nothing' {
  const first = after.find(({ from }) => from === 0);
  if (first === undefined) return before.length === 0 || after.length === 0 ? 'nothing' : 'differs';
  const source = before.find(({ from }) => from === 0);
  if (source === undefined || timeOf(source.journey) > timeOf(first.journey)) return 'differs';
  const [a, b] = [payloadOf(source.journey), payloadOf(first.journey)];
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) if (a[i] !== b[i]) return 'differs';
  return length === 0 ? 'nothing' : 'same';
}

const payloadOf = ({ hops }: Journey): Uint8Array => hops[0]!.packet.payload;

/** Datagrams by their payload. DNS messages have ids and go by those: `DnsForwards`. */
class ProxiedDatagrams {
  readonly #arrived = new Map<string, Journey[]>();

  constructor(private readonly placeOf: PlaceOf) {}

  findOrigin(journey: Journey): Journey | null {
    const { packet } = journey.hops[0]!;
    if (packet.udp === null || packet.dns !== null || packet.payload.length === 0) return null;
    const content = `${packet.udp.payloadLength} ${fingerprint(packet.payload)}`;
    const same = this.#arrived.get(content) ?? [];
    const at = same.findIndex((earlier) => isDatagramCopy(journey, earlier, this.placeOf));
    const origin = at === -1 ? null : same.splice(at, 1)[0]!;
    if (hasArrived(journey, this.placeOf)) this.#arrived.set(content, [...same, journey]);
    return origin;
  }
}

function isDatagramCopy(copy: Journey, original: Journey, placeOf: PlaceOf): boolean {
  const [arrival, departure] = [original.hops[original.hops.length - 1]!, copy.hops[0]!];
  if (placeOf(arrival.point) !== placeOf(departure.point) || arrival.time > departure.time) return false;
  const [a, b] = [arrival.packet, departure.packet];
  return a.ip?.destination !== b.ip?.destination || a.udp?.destinationPort !== b.udp?.destinationPort;
}

interface DnsQuery {
  readonly journey: number;
  readonly flow: string | null;
  answered: boolean;
}

/**
 * Finds the queries that a resolver forwarded, and the answers that it returned. Docker's embedded resolver forwards
 * a query with the transaction id of the query (moby, libnetwork/resolver.go), from a socket of its own, and answers
 * with it too.
 */
export class DnsForwards {
  readonly #queries = new Map<string, DnsQuery[]>();
  /** Answers that came back, by the original query. */
  readonly #answers = new Map<number, number>();
  /** Original queries, by the forwarded query. */
  readonly #originals = new Map<number, number>();

  /** Returns the query that this one forwards, or null. A repeated query forwards nothing. In order of first frame. */
  findQuery(journey: Journey): number | null {
    const { packet } = journey.hops[0]!;
    if (packet.dns === null || packet.dns.response) return null;
    const key = queryKey(packet.dns);
    const before = this.#queries.get(key) ?? [];
    const flow = directionOf(packet);
    const original = before.find((query) => !query.answered && query.flow !== flow);
    if (!before.some((query) => query.flow === flow))
      this.#queries.set(key, [...before, { journey: journey.id, flow, answered: false }]);
    if (original !== undefined) this.#originals.set(journey.id, original.journey);
    return original?.journey ?? null;
  }

  /**
   * Returns the answer that this answer carries back, or null.
   *
   * @param query The journey that it answers.
   */
  findAnswer(journey: Journey, query: number | null): number | null {
    const { dns } = journey.hops[0]!.packet;
    if (dns === null || query === null) return null;
    const known = this.#queries.get(queryKey(dns))?.find((one) => one.journey === query);
    if (known !== undefined) known.answered = true;
    const original = this.#originals.get(query);
    if (original !== undefined) this.#answers.set(original, journey.id);
    return this.#answers.get(query) ?? null;
  }
}

const queryKey = ({ id, questions }: Dns): string =>
  `${id} ${questions.map(({ name, type }) => `${name.toLowerCase()} ${type}`).join(' ')}`;
