import type { EngineAction, Expectation, FactExpectation } from '../expectation.js';
import { addressOf, describeTarget, type Target } from './address.js';

/** The outcome of a ping. */
export interface Ping {
  readonly kind: 'ping';
  readonly from: string;
  readonly to: string;
  readonly answered: boolean;
  /** The reply's TTL as the caller saw it, null without a reply. */
  readonly ttl: number | null;
  /** The program's error, such as "Network unreachable"; empty if it printed none. */
  readonly error: string;
  readonly milliseconds: number;
  /** When it ended, in milliseconds since the epoch; absent in older records. */
  readonly at?: number;
}

/** The outcome of a request to a page or a UDP echo of docknet's, or of an exchange in an open connection. */
export interface Call {
  readonly kind: 'call';
  readonly from: string;
  readonly to: string;
  readonly result: 'answered' | 'refused' | 'timed out' | 'unreachable' | 'closed';
  /** The caller's address and port as the server saw them, null without an answer. */
  readonly client: { readonly address: string; readonly port: number } | null;
  readonly error: string;
  readonly milliseconds: number;
  /** When it ended, in milliseconds since the epoch; absent in older records. */
  readonly at?: number;
}

/** The outcome of a DNS lookup. */
export interface Lookup {
  readonly kind: 'lookup';
  readonly from: string;
  readonly name: string;
  readonly addresses: readonly string[];
  readonly error: string;
  /** True if the name server's port was closed. */
  readonly refused: boolean;
  /** When it ended, in milliseconds since the epoch; absent in older records. */
  readonly at?: number;
}

/** The outcome of a reverse DNS lookup. */
export interface ReverseLookup {
  readonly kind: 'reverse lookup';
  readonly from: string;
  /** The address, as people read it: "db (172.18.0.2)". */
  readonly address: string;
  readonly names: readonly string[];
  readonly error: string;
  readonly at: number;
}

/** Expects a ping or a request to be answered. */
export function answered(outcome: Ping | Call): FactExpectation {
  return {
    about: 'behaviour',
    expected: `${subjectOf(outcome)} is answered`,
    judge: () => ({ held: resultOf(outcome) === 'answered', seen: describeOutcome(outcome) }),
  };
}

/** Expects a ping or a request to fail, in whatever way. */
export function unanswered(outcome: Ping | Call): FactExpectation {
  return {
    about: 'behaviour',
    expected: `${subjectOf(outcome)} gets no answer`,
    judge: () => ({ held: resultOf(outcome) !== 'answered', seen: describeOutcome(outcome) }),
  };
}

/** Expects a refusal: a TCP RST or an ICMP error for a request, a closed port of the name server for a lookup. */
export function refused(outcome: Call | Lookup): FactExpectation {
  if (outcome.kind === 'lookup') {
    return {
      about: 'behaviour',
      expected: `the name server refuses ${outcome.from}’s query for ${outcome.name}`,
      judge: () => ({ held: outcome.refused, seen: describeLookup(outcome) }),
    };
  }
  return {
    about: 'behaviour',
    expected: `${subjectOf(outcome)} is refused`,
    judge: () => ({ held: outcome.result === 'refused', seen: describeOutcome(outcome) }),
  };
}

/** Expects no answer of any kind within the time limit, as when packets are dropped. */
export function timedOut(call: Call): FactExpectation {
  return {
    about: 'behaviour',
    expected: `${subjectOf(call)} times out`,
    judge: () => ({ held: call.result === 'timed out', seen: describeOutcome(call) }),
  };
}

/** Expects the server to see its client at this address. */
export function clientSeenAs(call: Call, client: Target): FactExpectation {
  const address = addressOf(client);
  return {
    about: 'behaviour',
    expected: `the server sees the client of ${call.to} as ${describeTarget(client)}`,
    judge: () => ({
      held: call.client?.address === address,
      seen: call.client === null ? describeOutcome(call) : `it sees ${call.client.address}`,
    }),
  };
}

/** Expects a name to resolve to this address, among others. */
export function resolved(lookup: Lookup, to: Target): FactExpectation {
  const address = addressOf(to);
  return {
    about: 'behaviour',
    expected: `${lookup.from} resolves ${lookup.name} to ${describeTarget(to)}`,
    judge: () => ({ held: lookup.addresses.includes(address), seen: describeLookup(lookup) }),
  };
}

/** Expects a name not to resolve. */
export function unresolved(lookup: Lookup): FactExpectation {
  return {
    about: 'behaviour',
    expected: `${lookup.from} cannot resolve ${lookup.name}`,
    judge: () => ({
      held: lookup.addresses.length === 0,
      seen: lookup.addresses.length === 0 ? describeLookup(lookup) : `it resolves to ${describeLookup(lookup)}`,
    }),
  };
}

/** Expects an address to resolve to this name, among others. */
export function reverseResolved(lookup: ReverseLookup, name: string): FactExpectation {
  return {
    about: 'behaviour',
    expected: `${lookup.from} resolves ${lookup.address} to the name ${name}`,
    judge: () => ({
      held: lookup.names.includes(name),
      seen: lookup.names.length === 0 ? `no name: ${lookup.error}` : lookup.names.join(', '),
    }),
  };
}

/** Expects the engine to have done what it was asked for. */
export function succeeded(action: EngineAction): FactExpectation {
  return {
    about: 'behaviour',
    expected: `the engine succeeds in: ${action.command}`,
    engineAction: action.number,
    judge: () => ({ held: action.ok, seen: action.ok ? 'it succeeded' : action.error }),
  };
}

/** Expects the engine to have refused or failed, with each of these texts in its error. */
export function failed(action: EngineAction, ...texts: readonly string[]): FactExpectation {
  const withTexts = texts.length === 0 ? '' : `, and its error says ${texts.map((text) => `“${text}”`).join(' and ')}`;
  return {
    about: 'behaviour',
    expected: `the engine fails in: ${action.command}${withTexts}`,
    engineAction: action.number,
    judge: () => ({
      held: !action.ok && texts.every((text) => action.error.includes(text)),
      seen: action.ok ? 'it succeeded' : action.error,
    }),
  };
}

/**
 * Returns an unmet expectation for each failure of the engine that none of the lines is about, so that none goes
 * unnoticed.
 */
export function unexpectedFailures(
  lines: readonly Expectation[],
  failures: readonly EngineAction[],
): readonly FactExpectation[] {
  const examined = new Set(lines.map(({ engineAction }) => engineAction));
  return failures.filter(({ number }) => !examined.has(number)).map(succeeded);
}

const subjectOf = (o: Ping | Call) =>
  o.kind === 'ping' ? `${o.from}’s ping to ${o.to}` : `${o.from}’s request to ${o.to}`;
const resultOf = (o: Ping | Call) => (o.kind === 'ping' ? (o.answered ? 'answered' : 'unanswered') : o.result);

function describeOutcome(o: Ping | Call): string {
  const result = o.kind === 'ping' && o.answered ? `answered with TTL ${o.ttl ?? '?'}` : resultOf(o);
  return o.error === '' ? result : `${result}: ${o.error}`;
}

const describeLookup = ({ addresses, error }: Lookup) =>
  addresses.length === 0 ? `no address: ${error}` : addresses.join(', ');
