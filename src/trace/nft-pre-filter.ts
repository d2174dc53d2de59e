import type { PreFilter } from '../netfilter/index.js';
import type { FilterExpression } from './pcap-filter.js';

/** Conditions of nft's, all of which must hold, with what they ask of the protocol apart. */
interface Conditions {
  readonly protocol: number | null;
  readonly not: readonly number[];
  readonly rest: readonly string[];
}

/** Several of them, one of which must hold. */
type Alternatives = readonly Conditions[];

type Literal = Extract<FilterExpression, { readonly kind: 'protocol' | 'address' | 'port' }>;

/** Expressions of each kind at most. */
const atMost = 32;

/** The narrowing that a filter allows; null where there is none, or too much of it. */
export function narrowingOf(filter: FilterExpression | null): PreFilter | null {
  if (filter === null) return null;
  const plain = withoutNot(filter, false);
  const [now, notNow, nowhere] = [holding(plain), failing(plain, notNowOf), failing(plain, nowhereOf)];
  if (now === null || notNow === null || nowhere === null || notNow.length === 0) return null;
  return { mayMatchNow: now.map(words), cannotMatchNow: notNow.map(words), neverMatches: nowhere.map(words) };
}

/** A negation stands at a literal alone; what cannot be told may hold, negated or not. */
type Plain =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Plain[] }
  | { readonly kind: 'literal'; readonly literal: Literal; readonly negated: boolean }
  | { readonly kind: 'anything' | 'nothing' };

function withoutNot(expression: FilterExpression, negated: boolean): Plain {
  switch (expression.kind) {
    case 'not':
      return withoutNot(expression.of, !negated);
    case 'and':
    case 'or':
      return {
        kind: (expression.kind === 'and') === negated ? 'or' : 'and',
        of: expression.of.map((one) => withoutNot(one, negated)),
      };
    case 'anything':
      return { kind: 'anything' };
    // What is asked of other packets than IPv4's; its negation holds for every one of these.
    case 'nothing':
      return { kind: negated ? 'anything' : 'nothing' };
    default:
      return { kind: 'literal', literal: expression, negated };
  }
}

const always: Conditions = { protocol: null, not: [], rest: [] };

function holding(plain: Plain): Alternatives | null {
  switch (plain.kind) {
    case 'anything':
      return [always];
    case 'nothing':
      return [];
    case 'literal':
      return plain.negated ? notNowOf(plain.literal, false) : nowOf(plain.literal);
    case 'or':
      return either(plain.of.map(holding));
    case 'and':
      return both(plain.of.map(holding));
  }
}

function failing(plain: Plain, literally: (literal: Literal, negated: boolean) => Alternatives): Alternatives | null {
  switch (plain.kind) {
    case 'anything':
      return [];
    case 'nothing':
      return [always];
    case 'literal':
      return literally(plain.literal, plain.negated);
    case 'or':
      return both(plain.of.map((one) => failing(one, literally)));
    case 'and':
      return either(plain.of.map((one) => failing(one, literally)));
  }
}

function nowOf(literal: Literal): Alternatives {
  switch (literal.kind) {
    case 'protocol':
      return [{ ...always, protocol: literal.protocol }];
    case 'address':
      return [{ ...always, rest: [`ip ${literal.side === 'source' ? 'saddr' : 'daddr'} ${literal.network}`] }];
    case 'port':
      return [
        {
          ...always,
          protocol: literal.protocol,
          rest: [`th ${literal.side === 'source' ? 'sport' : 'dport'} ${range(literal)}`],
        },
      ];
  }
}

/**
 * As the packet is now, a literal does not hold; for a negated one, it does. A single port is written as a range: of `th sport != 80 th
 * dport != 80` nft 1.0.6 makes one comparison of four bytes, which holds unless both are 80.
 */
function notNowOf(literal: Literal, negated: boolean): Alternatives {
  if (negated) return nowOf(literal);
  switch (literal.kind) {
    case 'protocol':
      return [{ ...always, not: [literal.protocol] }];
    case 'address':
      return [{ ...always, rest: [`ip ${literal.side === 'source' ? 'saddr' : 'daddr'} != ${literal.network}`] }];
    case 'port':
      return [
        { ...always, not: [literal.protocol] },
        {
          ...always,
          protocol: literal.protocol,
          rest: [`th ${literal.side === 'source' ? 'sport' : 'dport'} != ${literal.from}-${literal.to}`],
        },
      ];
  }
}

/**
 * A literal holds nowhere on the packet's way: no end of its flow is it, before translation or after. A negated one may always hold
 * somewhere, save of the protocol, which is not translated. An ICMP error comes from elsewhere than its flow's ends, and is "related".
 */
function nowhereOf(literal: Literal, negated: boolean): Alternatives {
  if (literal.kind === 'protocol')
    return negated ? [{ ...always, protocol: literal.protocol }] : [{ ...always, not: [literal.protocol] }];
  if (negated) return [];
  if (literal.kind === 'address')
    return [{ ...always, rest: ['ct state established', ...ends('ip saddr', 'ip daddr', literal.network)] }];
  return [
    { ...always, not: [literal.protocol] },
    {
      ...always,
      protocol: literal.protocol,
      rest: ['ct state established', ...ends('proto-src', 'proto-dst', range(literal))],
    },
  ];
}

const ends = (source: string, destination: string, value: string): string[] =>
  ['original', 'reply'].flatMap((direction) =>
    [source, destination].map((end) => `ct ${direction} ${end} != ${value}`),
  );

const range = ({ from, to }: Extract<Literal, { readonly kind: 'port' }>): string =>
  from === to ? `${from}` : `${from}-${to}`;

function either(of: readonly (Alternatives | null)[]): Alternatives | null {
  return of.includes(null) ? null : few(of.flatMap((one) => one ?? []));
}

function both(of: readonly (Alternatives | null)[]): Alternatives | null {
  return of.reduce<Alternatives | null>(
    (left, right) =>
      left === null || right === null ? null : few(left.flatMap((a) => right.flatMap((b) => joined(a, b)))),
    [always],
  );
}

/** Both; nothing where the protocol cannot be both. */
function joined(a: Conditions, b: Conditions): Conditions[] {
  const protocol = a.protocol ?? b.protocol;
  const not = [...new Set([...a.not, ...b.not])];
  if (
    (a.protocol !== null && b.protocol !== null && a.protocol !== b.protocol) ||
    (protocol !== null && not.includes(protocol))
  )
    return [];
  return [{ protocol, not: protocol === null ? not : [], rest: [...new Set([...a.rest, ...b.rest])] }];
}

function few(alternatives: Alternatives): Alternatives | null {
  const different = new Map(alternatives.map((one) => [words(one), one]));
  return different.size > atMost ? null : [...different.values()];
}

function words({ protocol, not, rest }: Conditions): string {
  return [
    ...(protocol === null ? not.map((one) => `ip protocol != ${one}`) : [`ip protocol ${protocol}`]),
    ...rest,
  ].join(' ');
}
