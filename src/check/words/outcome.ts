import type { FactExpectation } from '../expectation.js';
import { addressOf, describeTarget, type Target } from './address.js';

/** What came of a ping. */
export interface Ping {
  readonly kind: 'ping';
  readonly from: string;
  readonly to: string;
  readonly answered: boolean;
  /** The reply's TTL as the caller saw it, null without a reply. */
  readonly ttl: number | null;
  /** The program's complaint: "Network unreachable"; empty otherwise. */
  readonly error: string;
  readonly milliseconds: number;
  /** When it had come, milliseconds since the epoch; absent in older records. */
  readonly at?: number;
}

/** What came of an HTTP request to one of docknet's pages. */
export interface Call {
  readonly kind: 'call';
  readonly from: string;
  readonly to: string;
  readonly result: 'answered' | 'refused' | 'timed out' | 'unreachable';
  /** The caller's address and port as the server saw them, null without an answer. */
  readonly client: { readonly address: string; readonly port: number } | null;
  readonly error: string;
  readonly milliseconds: number;
  /** When it had come, milliseconds since the epoch; absent in older records. */
  readonly at?: number;
}

/** What came of asking for a name. */
export interface Lookup {
  readonly kind: 'lookup';
  readonly from: string;
  readonly name: string;
  readonly addresses: readonly string[];
  readonly error: string;
  /** When it had come, milliseconds since the epoch; absent in older records. */
  readonly at?: number;
}

/** A ping or a request got its answer. */
export function answered(outcome: Ping | Call): FactExpectation {
  return {
    expected: `${subjectOf(outcome)} is answered`,
    judge: () => ({ held: resultOf(outcome) === 'answered', seen: describeOutcome(outcome) }),
  };
}

/** A ping or a request got none, in whatever way. */
export function unanswered(outcome: Ping | Call): FactExpectation {
  return {
    expected: `${subjectOf(outcome)} gets no answer`,
    judge: () => ({ held: resultOf(outcome) !== 'answered', seen: describeOutcome(outcome) }),
  };
}

/** A request was refused with a TCP RST or an ICMP error. */
export function refused(call: Call): FactExpectation {
  return {
    expected: `${subjectOf(call)} is refused`,
    judge: () => ({ held: call.result === 'refused', seen: describeOutcome(call) }),
  };
}

/** A request got no answer of any kind in its time, as when its packets are dropped. */
export function timedOut(call: Call): FactExpectation {
  return {
    expected: `${subjectOf(call)} times out`,
    judge: () => ({ held: call.result === 'timed out', seen: describeOutcome(call) }),
  };
}

/** The server saw the caller with this address. */
export function clientSeenAs(call: Call, client: Target): FactExpectation {
  return {
    expected: `the server sees the client of ${call.to} as ${describeTarget(client)}`,
    judge: () => ({
      held: call.client?.address === addressOf(client),
      seen: call.client === null ? describeOutcome(call) : `it sees ${call.client.address}`,
    }),
  };
}

/** A name was found, with this address among the answers. */
export function resolved(lookup: Lookup, to: Target): FactExpectation {
  return {
    expected: `${lookup.from} resolves ${lookup.name} to ${describeTarget(to)}`,
    judge: () => ({
      held: lookup.addresses.includes(addressOf(to)),
      seen: lookup.addresses.length === 0 ? `no address: ${lookup.error}` : lookup.addresses.join(', '),
    }),
  };
}

/** A name was not found. */
export function unresolved(lookup: Lookup): FactExpectation {
  return {
    expected: `${lookup.from} cannot resolve ${lookup.name}`,
    judge: () => ({
      held: lookup.addresses.length === 0,
      seen:
        lookup.addresses.length === 0 ? `no address: ${lookup.error}` : `it resolves to ${lookup.addresses.join(', ')}`,
    }),
  };
}

const subjectOf = (o: Ping | Call) =>
  o.kind === 'ping' ? `${o.from}'s ping to ${o.to}` : `${o.from}'s request to ${o.to}`;
const resultOf = (o: Ping | Call) => (o.kind === 'ping' ? (o.answered ? 'answered' : 'unanswered') : o.result);
function describeOutcome(o: Ping | Call): string {
  const how = o.kind === 'ping' && o.answered ? `answered with TTL ${o.ttl ?? '?'}` : resultOf(o);
  return o.error === '' ? how : `${how}: ${o.error}`;
}
