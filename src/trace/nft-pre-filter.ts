import type { PreFilter } from '../netfilter/index.js';
import type { FilterExpression } from './pcap-filter.js';

/** Conditions of nft that must all hold; those on the protocol apart. */
interface Conditions {
  readonly protocol: number | null;
  readonly excluded: readonly number[];
  readonly matches: readonly string[];
}

/** Alternatives: one must hold. */
type Alternatives = readonly Conditions[];

type Literal = Extract<FilterExpression, { readonly kind: 'protocol' | 'address' | 'port' }>;

/** Expressions of each kind at most. */
const maxExpressions = 32;

/** Builds the pre-filter of a filter; null if the filter allows none, or it would be too long. */
export function buildPreFilter(filter: FilterExpression | null): PreFilter | null {
  if (filter === null) return null;
  const normal = normalise(filter, false);
  const mayMatch = whenMatching(normal);
  const cannotMatch = whenFailing(normal, literalCannotMatch);
  const neverMatches = whenFailing(normal, literalNeverMatches);
  if (mayMatch === null || cannotMatch === null || neverMatches === null || cannotMatch.length === 0) return null;
  return {
    mayMatchNow: mayMatch.map(format),
    cannotMatchNow: cannotMatch.map(format),
    neverMatches: neverMatches.map(format),
  };
}

/** A filter with negations at literals alone. `anything` may match, negated or not. */
type NormalForm =
  | { readonly kind: 'and' | 'or'; readonly of: readonly NormalForm[] }
  | { readonly kind: 'literal'; readonly literal: Literal; readonly negated: boolean }
  | { readonly kind: 'anything' | 'nothing' };

function normalise(expression: FilterExpression, negated: boolean): NormalForm {
  switch (expression.kind) {
    case 'not':
      return normalise(expression.of, !negated);
    case 'and':
    case 'or':
      return {
        kind: (expression.kind === 'and') === negated ? 'or' : 'and',
        of: expression.of.map((one) => normalise(one, negated)),
      };
    case 'anything':
      return { kind: 'anything' };
    // About other packets than IPv4's; the negation holds for every IPv4 packet.
    case 'nothing':
      return { kind: negated ? 'anything' : 'nothing' };
    default:
      return { kind: 'literal', literal: expression, negated };
  }
}

const unconditional: Conditions = { protocol: null, excluded: [], matches: [] };

/** Returns the conditions under which a filter may match a packet as it is now. */
function whenMatching(filter: NormalForm): Alternatives | null {
  switch (filter.kind) {
    case 'anything':
      return [unconditional];
    case 'nothing':
      return [];
    case 'literal':
      return filter.negated ? literalCannotMatch(filter.literal, false) : literalMatches(filter.literal);
    case 'or':
      return anyOf(filter.of.map(whenMatching));
    case 'and':
      return allOf(filter.of.map(whenMatching));
  }
}

/** Returns the conditions under which a filter fails, given those of a literal. */
function whenFailing(
  filter: NormalForm,
  literalFails: (literal: Literal, negated: boolean) => Alternatives,
): Alternatives | null {
  switch (filter.kind) {
    case 'anything':
      return [];
    case 'nothing':
      return [unconditional];
    case 'literal':
      return literalFails(filter.literal, filter.negated);
    case 'or':
      return allOf(filter.of.map((one) => whenFailing(one, literalFails)));
    case 'and':
      return anyOf(filter.of.map((one) => whenFailing(one, literalFails)));
  }
}

function literalMatches(literal: Literal): Alternatives {
  switch (literal.kind) {
    case 'protocol':
      return [{ ...unconditional, protocol: literal.protocol }];
    case 'address':
      return [{ ...unconditional, matches: [`ip ${addressField(literal)} ${literal.network}`] }];
    case 'port':
      return [
        { ...unconditional, protocol: literal.protocol, matches: [`th ${portField(literal)} ${formatRange(literal)}`] },
      ];
  }
}

/**
 * Returns the conditions under which a literal fails for the packet as it is now. A single port is written as a
 * range: nft 1.0.6 merges `th sport != 80 th dport != 80` into one comparison of four bytes, which holds unless both
 * are 80.
 */
function literalCannotMatch(literal: Literal, negated: boolean): Alternatives {
  if (negated) return literalMatches(literal);
  switch (literal.kind) {
    case 'protocol':
      return [{ ...unconditional, excluded: [literal.protocol] }];
    case 'address':
      return [{ ...unconditional, matches: [`ip ${addressField(literal)} != ${literal.network}`] }];
    case 'port':
      return [
        { ...unconditional, excluded: [literal.protocol] },
        {
          ...unconditional,
          protocol: literal.protocol,
          matches: [`th ${portField(literal)} != ${literal.from}-${literal.to}`],
        },
      ];
  }
}

/**
 * Returns the conditions under which a literal fails everywhere on the packet's way: it is no end of the packet's flow,
 * before translation or after. A negated literal may always match somewhere, except for the protocol, which is not
 * translated. An ICMP error comes from elsewhere than its flow's ends and is "related".
 */
function literalNeverMatches(literal: Literal, negated: boolean): Alternatives {
  if (literal.kind === 'protocol')
    return negated
      ? [{ ...unconditional, protocol: literal.protocol }]
      : [{ ...unconditional, excluded: [literal.protocol] }];
  if (negated) return [];
  if (literal.kind === 'address')
    return [
      { ...unconditional, matches: ['ct state established', ...excludeEnds('ip saddr', 'ip daddr', literal.network)] },
    ];
  return [
    { ...unconditional, excluded: [literal.protocol] },
    {
      ...unconditional,
      protocol: literal.protocol,
      matches: ['ct state established', ...excludeEnds('proto-src', 'proto-dst', formatRange(literal))],
    },
  ];
}

const addressField = ({ side }: { readonly side: string }) => (side === 'source' ? 'saddr' : 'daddr');
const portField = ({ side }: { readonly side: string }) => (side === 'source' ? 'sport' : 'dport');

const excludeEnds = (source: string, destination: string, value: string): string[] =>
  ['original', 'reply'].flatMap((direction) =>
    [source, destination].map((end) => `ct ${direction} ${end} != ${value}`),
  );

const formatRange = ({ from, to }: Extract<Literal, { readonly kind: 'port' }>): string =>
  from === to ? `${from}` : `${from}-${to}`;

function anyOf(of: readonly (Alternatives | null)[]): Alternatives | null {
  return of.includes(null) ? null : limit(of.flatMap((one) => one ?? []));
}

function allOf(of: readonly (Alternatives | null)[]): Alternatives | null {
  return of.reduce<Alternatives | null>(
    (left, right) => {
      if (left === null || right === null) return null;
      return limit(left.flatMap((a) => right.flatMap((b) => combine(a, b))));
    },
    [unconditional],
  );
}

/** Combines two conditions; none if the protocol cannot be both. */
function combine(a: Conditions, b: Conditions): Conditions[] {
  const protocol = a.protocol ?? b.protocol;
  const excluded = [...new Set([...a.excluded, ...b.excluded])];
  if (a.protocol !== null && b.protocol !== null && a.protocol !== b.protocol) return [];
  if (protocol !== null && excluded.includes(protocol)) return [];
  const matches = [...new Set([...a.matches, ...b.matches])];
  return [{ protocol, excluded: protocol === null ? excluded : [], matches }];
}

function limit(alternatives: Alternatives): Alternatives | null {
  const different = new Map(alternatives.map((one) => [format(one), one]));
  return different.size > maxExpressions ? null : [...different.values()];
}

function format({ protocol, excluded, matches }: Conditions): string {
  const protocols = protocol === null ? excluded.map((one) => `ip protocol != ${one}`) : [`ip protocol ${protocol}`];
  return [...protocols, ...matches].join(' ');
}
