import { isDeepStrictEqual } from 'node:util';
import type { FactExpectation } from '../expectation.js';
import type { Link } from '../../lab/index.js';
import type { Listener, Listeners, RuleListing } from '../live/listings.js';

/** Formats what a check found; what is not there, such as a route that no listing has, is "none". */
const format = (value: unknown): string =>
  value === undefined ? 'none' : typeof value === 'string' ? value : JSON.stringify(value);

/** Expects two values to be equal: `same('the name servers are', conf.nameServers, ['127.0.0.11'])`. */
export function same(what: string, seen: unknown, expected: unknown): FactExpectation {
  return {
    expected: `${what} ${format(expected)}`,
    judge: () => ({ held: isDeepStrictEqual(seen, expected), seen: format(seen) }),
  };
}

/** Expects two values to differ: `different('the addresses of web and db', web.address, db.address)`. */
export function different(what: string, first: unknown, second: unknown): FactExpectation {
  return {
    expected: `${what} differ`,
    judge: () => ({ held: !isDeepStrictEqual(first, second), seen: `${format(first)} and ${format(second)}` }),
  };
}

/** Expects a statement to be true; `seen` is what the report shows beside it. */
export function that(statement: string, held: boolean, seen: unknown): FactExpectation {
  return { expected: statement, judge: () => ({ held, seen: format(seen) }) };
}

/** Expects a list to be empty: `none('no rule mentions port 9099', rules)`. */
export function none(statement: string, list: readonly unknown[]): FactExpectation {
  return {
    expected: statement,
    judge: () => ({ held: list.length === 0, seen: list.length === 0 ? 'none' : list.map(describe).join('; ') }),
  };
}

/** The rules that one listing has and the other has not, each as often as it has more of it. */
export interface RuleChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Compares two listings of rules, as `iptables -S` prints them, in whatever order they are. */
export function ruleChanges(before: readonly RuleListing[], after: readonly RuleListing[]): RuleChanges {
  return { added: surplus(after, before), removed: surplus(before, after) };
}

/**
 * Expects two listings to have the same rules, each as often: `sameRules('starting web changes no rule', before,
 * after)`.
 */
export function sameRules(
  statement: string,
  before: readonly RuleListing[],
  after: readonly RuleListing[],
): FactExpectation {
  const { added, removed } = ruleChanges(before, after);
  const part = (what: string, rules: readonly string[]) => (rules.length === 0 ? [] : [`${what}: ${rules.join('; ')}`]);
  return {
    about: 'rules',
    iptablesOnly: true,
    expected: statement,
    judge: () => ({
      held: added.length === 0 && removed.length === 0,
      seen: [...part('added', added), ...part('removed', removed)].join('. ') || `${after.length} rules, none changed`,
    }),
  };
}

/** Expects two listings to have the same interfaces: `sameLinks('starting web adds no interface', before, after)`. */
export function sameLinks(statement: string, before: readonly Link[], after: readonly Link[]): FactExpectation {
  const missing = (from: readonly Link[], to: readonly Link[]) =>
    from.filter(({ index }) => !to.some((link) => link.index === index)).map(({ name }) => name);
  const [added, removed] = [missing(after, before), missing(before, after)];
  return observed(statement, added.length === 0 && removed.length === 0, { added, removed });
}

/** Expects a statement about what is found on a system, which is behaviour in a check of rules, too. */
const observed = (statement: string, held: boolean, seen: unknown): FactExpectation => ({
  ...that(statement, held, seen),
  about: 'behaviour',
});

/** A listening socket that is looked for; what is absent may be anything. */
export type ListenerPattern = Partial<Pick<Listener, 'protocol' | 'address' | 'program'>> & { readonly port?: number };

/** Expects a socket to listen: `listening(sockets, { protocol: 'tcp', address: '0.0.0.0', port: 8080 })`. */
export function listening(listeners: Listeners, pattern: ListenerPattern): FactExpectation {
  const found = matchListeners(listeners, pattern);
  return observed(
    `${listeners.place} listens on ${describePattern(pattern)}`,
    found.length > 0,
    (found.length > 0 ? found : listeners.sockets).map(describe).join(', ') || 'nothing listens',
  );
}

/** Expects no socket to listen there: `notListening(sockets, { port: 53 })`. */
export function notListening(listeners: Listeners, pattern: ListenerPattern): FactExpectation {
  const found = matchListeners(listeners, pattern);
  return observed(
    `${listeners.place} does not listen on ${describePattern(pattern)}`,
    found.length === 0,
    (found.length > 0 ? found : listeners.sockets).map(describe).join(', ') || 'nothing listens',
  );
}

/** Returns the port of the first such socket; 0 if there is none. */
export function listeningPort(listeners: Listeners, pattern: ListenerPattern): number {
  return matchListeners(listeners, pattern)[0]?.port ?? 0;
}

const matchListeners = ({ sockets }: Listeners, pattern: ListenerPattern) =>
  sockets.filter(
    ({ protocol, address, port, program }) =>
      protocol === (pattern.protocol ?? protocol) &&
      address === (pattern.address ?? address) &&
      port === (pattern.port ?? port) &&
      program === (pattern.program ?? program),
  );

const describePattern = ({ protocol, address, port, program }: ListenerPattern) =>
  `${protocol === undefined ? '' : `${protocol.toUpperCase()} `}${port === undefined ? 'a port' : `port ${port}`}` +
  `${address === undefined ? '' : ` of ${address}`}${program === undefined ? '' : `, held by ${program}`}`;

function surplus(of: readonly RuleListing[], over: readonly RuleListing[]): string[] {
  const left = over.map(describe);
  return of.map(describe).filter((rule) => {
    const at = left.indexOf(rule);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** Names a rule by table and text, and a socket by protocol, address and port. */
function describe(value: unknown): string {
  if (typeof value !== 'object' || value === null) return format(value);
  const { table, text, protocol, address, port } = value as Partial<RuleListing & Listener>;
  if (table !== undefined && text !== undefined) return `${table} ${text}`;
  return protocol !== undefined && port !== undefined ? `${protocol} ${address ?? ''}:${port}` : format(value);
}
