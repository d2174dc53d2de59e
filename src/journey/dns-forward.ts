import type { Dns } from '../packet/index.js';
import { direction } from './flow.js';
import type { Journey } from './types.js';

interface Query {
  readonly journey: number;
  readonly flow: string | null;
  answered: boolean;
}

/**
 * Finds what a resolver asked on behalf of somebody, and the answer it carried back. Docker's embedded resolver asks on
 * under the transaction id it was asked with (moby, libnetwork/resolver.go), from a socket of its own, and answers
 * under it too.
 */
export class DnsForwards {
  readonly #queries = new Map<string, Query[]>();
  /** Answers that came back, by the query that somebody had asked first. */
  readonly #brought = new Map<number, number>();
  readonly #asker = new Map<number, number>();

  /** The query that this one asks on, or null; in order of first sighting. A query that only repeats another is none. */
  forwarded(journey: Journey): number | null {
    const { packet } = journey.hops[0]!;
    if (packet.dns === null || packet.dns.response) return null;
    const key = keyOf(packet.dns);
    const before = this.#queries.get(key) ?? [];
    const flow = direction(packet);
    const asker = before.find((query) => !query.answered && query.flow !== flow);
    if (!before.some((query) => query.flow === flow))
      this.#queries.set(key, [...before, { journey: journey.id, flow, answered: false }]);
    if (asker !== undefined) this.#asker.set(journey.id, asker.journey);
    return asker?.journey ?? null;
  }

  /**
   * The answer that this answer carries back, or null.
   *
   * @param query The journey that it answers.
   */
  broughtBack(journey: Journey, query: number | null): number | null {
    const { dns } = journey.hops[0]!.packet;
    if (dns === null || query === null) return null;
    const asked = this.#queries.get(keyOf(dns))?.find((one) => one.journey === query);
    if (asked !== undefined) asked.answered = true;
    const asker = this.#asker.get(query);
    if (asker !== undefined) this.#brought.set(asker, journey.id);
    return this.#brought.get(query) ?? null;
  }
}

const keyOf = ({ id, questions }: Dns): string =>
  `${id} ${questions.map(({ name, type }) => `${name.toLowerCase()} ${type}`).join(' ')}`;
