import type { FactExpectation } from '../expectation.js';
import { addressOf, describeTarget, type Target } from './address.js';

/** Record types that a check can ask for. */
export type QueryType = 'A' | 'AAAA' | 'MX' | 'PTR' | 'TXT';

/** One DNS query with the whole answer. */
export interface DnsExchange {
  readonly kind: 'dns exchange';
  readonly from: string;
  readonly name: string;
  readonly type: QueryType;
  readonly over: 'udp' | 'tcp';
  /** "NOERROR", "NXDOMAIN", "SERVFAIL", …; null without an answer. */
  readonly code: string | null;
  /** The answer section in its order. */
  readonly answers: readonly {
    readonly name: string;
    readonly type: string;
    /** Seconds. */
    readonly ttl: number;
    readonly data: string;
  }[];
  readonly truncated: boolean;
  /** Why there is no answer; empty with one. */
  readonly error: string;
  /** When it ended, in milliseconds since the epoch. */
  readonly at: number;
}

/**
 * Expects an answer with this code and these records' data in whatever order, and no other:
 * `responded(query, 'NOERROR', db)`, `responded(query, 'NXDOMAIN')`.
 */
export function responded(exchange: DnsExchange, code: string, ...data: readonly Target[]): FactExpectation {
  const wanted = data.map(addressOf).sort();
  const records = data.length === 0 ? 'no record' : data.map(describeTarget).join(' and ');
  return {
    about: 'behaviour',
    expected: `${exchange.from}’s query for ${exchange.name} (${describeQuery(exchange)}) gets ${code} with ${records}`,
    judge: () => ({
      held: exchange.code === code && isEqual(exchange.answers.map((answer) => answer.data).sort(), wanted),
      seen: describeExchange(exchange),
    }),
  };
}

/** Expects no answer of any kind to a query. */
export function unansweredQuery(exchange: DnsExchange): FactExpectation {
  return {
    about: 'behaviour',
    expected: `${exchange.from}’s query for ${exchange.name} (${describeQuery(exchange)}) gets no answer`,
    judge: () => ({ held: exchange.code === null, seen: describeExchange(exchange) }),
  };
}

const describeQuery = ({ type, over }: DnsExchange) => `${type} over ${over.toUpperCase()}`;

function describeExchange({ code, answers, truncated, error }: DnsExchange): string {
  if (code === null) return `no answer: ${error}`;
  const records = answers.map(({ type, data, ttl }) => `${type} ${data} (TTL ${ttl})`).join(', ') || 'no record';
  return `${code}${truncated ? ', truncated' : ''}, ${records}`;
}

const isEqual = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((x, n) => x === b[n]);
